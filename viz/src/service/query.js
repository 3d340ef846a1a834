document.documentElement.dataset.query = "";
