"""What the house takes in from other systems and gives out to them: question files, and what programs ask of them."""
