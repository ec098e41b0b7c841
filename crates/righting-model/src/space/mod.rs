//! Space: every place is a set of cells, and the laws act in cells.
//!
//! [`cells`] cuts places into quadrature points of their people; [`lattice`] gives random fields that belong to points of
//! the earth and not to rows of a table; [`pyramid`] smooths what is in the cells at a cost in proportion to their
//! number; [`assembly`] says where people of a cell meet. Nothing here grows with the square of the number of places.

pub(crate) mod assembly;
pub(crate) mod cells;
pub(crate) mod lattice;
pub(crate) mod pyramid;
pub(crate) mod sphere;
