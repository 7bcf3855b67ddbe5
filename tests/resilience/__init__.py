"""What must hold when many call at once, when the server dies, and when the database is gone."""
