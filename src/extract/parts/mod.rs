//! stub
use crate::{diagnostic::Findings, layout::{flow::FlowLine, heal::Vocabulary}, model::Part, text::LineIndex};
pub fn extract(_f: &[FlowLine], _i: &LineIndex, _g: &crate::grammar::acts::Acts, _v: &dyn Vocabulary, _x: &mut Findings) -> Vec<Part> { Vec::new() }
