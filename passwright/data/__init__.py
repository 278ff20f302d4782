"""Corpora, their deduplication and splits, and labels: data sets on disk (Parquet). Knows nothing of models."""
