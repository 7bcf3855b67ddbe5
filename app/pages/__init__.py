"""The pages: a second adapter on the verbs and queries that the API calls, for people with a browser."""
