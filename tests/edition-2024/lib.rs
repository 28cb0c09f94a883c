//! Nothing: the shapes are in the folder `shapes`, which is compiled here in edition 2024.
#![forbid(unsafe_code)]
