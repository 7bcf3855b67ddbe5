"""What one POST costs where ten thousand requests are stored, beside a bare insert of one row."""
