"""Real C and C++ programs, taken from Debian source packages, with the tests their authors wrote for them."""
