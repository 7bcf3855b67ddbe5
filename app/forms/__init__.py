"""Forms: kept as departments sent them, shared with the townships, filled once, handed back."""
