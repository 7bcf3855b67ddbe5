"""The calendar of a division: holidays, make-up days and closed days, inherited and overridden."""
