"""Package data of scheduling: public holidays and make-up days as the State Council announced them."""
