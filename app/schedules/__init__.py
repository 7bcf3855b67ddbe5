"""Planning a county's visits, publishing the plan, and showing each township its own."""
