//! Which attributes stand on a function itself, and which on the item around it, where they were
//! judged.

use crate::args::Args;
use crate::attribute::Attribute;
use crate::conventions;
use crate::late::Late;
use crate::model::Judged;

/// How many attributes stand on the function itself, behind those that it takes over.
pub(crate) struct Own {
    attributes: usize,
    late: usize,
    returned: usize,
}

impl Own {
    pub(crate) fn of(args: &Args, markers: usize) -> Self {
        Own {
            attributes: args.attrs.get().map_or(0, Vec::len) + markers,
            late: args.late.get().map_or(0, Vec::len),
            returned: args.ret.get().map_or(0, Vec::len),
        }
    }

    /// Everything that is judged. Markers are the last of `attributes`, and the function's own.
    pub(crate) fn judged(
        &self,
        attributes: &[Attribute],
        late: &[Late],
        returned: &[Attribute],
    ) -> Vec<Judged> {
        let mut all = conventions::judged(attributes, late, returned);
        let (computed, rest) = all.split_at_mut(attributes.len());
        let (late, returned) = rest.split_at_mut(late.len());
        for (part, own) in [
            (computed, self.attributes),
            (late, self.late),
            (returned, self.returned),
        ] {
            let inherited = part.len().saturating_sub(own);
            part[..inherited]
                .iter_mut()
                .for_each(|judged| judged.is_inherited = true);
        }
        all
    }
}
