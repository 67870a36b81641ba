"""What every part stands on; knows nothing of policing or courses."""
