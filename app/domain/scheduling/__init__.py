"""Planning the fewest visit-days, with the bound beside the plan and a reason for what does not fit."""
