"""What changes figures: counting facts, publishing a closed quarter."""
