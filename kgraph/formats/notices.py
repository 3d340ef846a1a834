"""What is said in words beside paths and listings, whoever found them."""

from __future__ import annotations

NOT_ADVICE = "Not medical advice: claims of the sources and their evidence, not a ranking of treatments."
MORE_PATHS = "There are more paths: --top N shows them."
CUT_SEARCH = "The search was cut by its limits; better paths may be missing."
WHAT_THIS_IS = "What published sources claim, with their evidence. Not medical advice."
