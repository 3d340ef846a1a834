"""Checking the data: passages, locators, coverage, identifiers, rules."""
