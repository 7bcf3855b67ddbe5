"""What a division knows better: the calls that add its own matters and put its own judgement in force."""
