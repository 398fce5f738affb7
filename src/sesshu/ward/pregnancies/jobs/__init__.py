"""Pregnancies as population runs read them."""
