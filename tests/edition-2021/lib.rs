//! Nothing: the shapes are in the folder `shapes`, which is compiled here in edition 2021.
#![forbid(unsafe_code)]
