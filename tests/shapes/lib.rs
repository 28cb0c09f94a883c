//! Nothing: the shapes are in the files beside this one, the tests in its roots.
