//! YAML as a tree.
//!
//! The events come from `granit-parser`, which reads every file of OpenTelemetry's model
//! (1.44.0: 250 of 250; `saphyr-parser` 0.3.4 refuses `container/registry.yaml`) and bounds what it
//! holds. Aliases are expanded here, within the limit of nodes, so that a few lines cannot stand
//! for more than memory holds.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{Entry, MAX_DEPTH, MAX_NODES, MAX_TEXT, Node, Scalar, Value};
use crate::error::Result;
use crate::{Place, ReadError};

/// The only document of a file. An empty file is an empty scalar.
pub(crate) fn parse<'t>(file: &Arc<str>, text: &'t str) -> Result<Node<'t>> {
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut tree = Tree::new(file);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let line = line(error.marker().line());
            tree.error(line, syntax(text, line, &error.info()))
        })?;
        tree.event(event, span)?;
    }
    let empty = Node {
        line: 1,
        value: Value::Scalar(Cow::Borrowed(""), Scalar::Null),
    };
    Ok(tree.root.unwrap_or(empty))
}

fn line(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX).max(1)
}

/// A mistake of syntax, with the mend of the one that cannot be seen.
fn syntax(text: &str, line: u32, info: &str) -> String {
    let index = usize::try_from(line).map_or(0, |line| line.saturating_sub(1));
    let wrong = text.lines().nth(index).unwrap_or_default();
    let indent = &wrong[..wrong.len() - wrong.trim_start().len()];
    let tabs = if indent.contains('\t') {
        "; indent with spaces, not with tabs"
    } else {
        ""
    };
    format!("this is not YAML: {info}{tabs}")
}

/// The part of the tree that was read.
struct Tree<'f, 't> {
    file: &'f Arc<str>,
    open: Vec<Open<'t>>,
    root: Option<Node<'t>>,
    nodes: usize,
    anchors: HashMap<usize, Anchored<'t>>,
}

/// What an anchor names.
struct Anchored<'t> {
    node: Node<'t>,
    nodes: usize,
    height: usize,
}

/// A list or mapping whose end was not read yet.
struct Open<'t> {
    line: u32,
    anchor: usize,
    nodes_before: usize,
    /// The levels of the highest node in it.
    height: usize,
    /// In a mapping the key whose value comes next.
    key: Option<(Cow<'t, str>, u32)>,
    value: Value<'t>,
}

impl<'f, 't> Tree<'f, 't> {
    fn new(file: &'f Arc<str>) -> Self {
        Tree {
            file,
            open: Vec::new(),
            root: None,
            nodes: 0,
            anchors: HashMap::new(),
        }
    }

    fn event(&mut self, event: Event<'t>, span: Span) -> Result<()> {
        let line = line(span.start.line());
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(line, text, style, tag.as_deref())?;
                self.counted(line, 1)?;
                self.anchored(anchor, &node, 1, 1)?;
                self.place(node, 1)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.open(line, anchor, tag.as_deref(), Value::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                self.open(line, anchor, tag.as_deref(), Value::Map(Vec::new()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(line, anchor),
            Event::DocumentStart(..) if self.root.is_some() => Err(self.error(
                line,
                "a second document starts here; a registry is one document, remove `---`",
            )),
            _ => Ok(()),
        }
    }

    fn scalar(
        &self,
        line: u32,
        text: Cow<'t, str>,
        style: ScalarStyle,
        tag: Option<&Tag>,
    ) -> Result<Node<'t>> {
        if text.len() > MAX_TEXT {
            let most = MAX_TEXT >> 10;
            return Err(self.error(line, format!("this text is longer than {most} KiB")));
        }
        let kind = match (tag, style) {
            (Some(tag), _) if tag.is_yaml_core_schema_tag("str") => Scalar::Text,
            (Some(_), _) => return Err(self.tagged(line)),
            (None, ScalarStyle::Plain) => Scalar::of_plain(&text),
            (None, _) => Scalar::Text,
        };
        Ok(Node {
            line,
            value: Value::Scalar(text, kind),
        })
    }

    fn open(
        &mut self,
        line: u32,
        anchor: usize,
        tag: Option<&Tag>,
        value: Value<'t>,
    ) -> Result<()> {
        if tag.is_some() {
            return Err(self.tagged(line));
        }
        let nodes_before = self.nodes;
        self.counted(line, 1)?;
        self.open.push(Open {
            line,
            anchor,
            nodes_before,
            height: 0,
            key: None,
            value,
        });
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        if let Value::Map(entries) = &open.value {
            if let Some(again) = repeated(entries) {
                return Err(self.error(
                    again.line,
                    format!("`{}` stands here a second time", super::shown(&again.key)),
                ));
            }
        }
        let node = Node {
            line: open.line,
            value: open.value,
        };
        let height = open.height + 1;
        self.anchored(open.anchor, &node, self.nodes - open.nodes_before, height)?;
        self.place(node, height)
    }

    fn alias(&mut self, line: u32, anchor: usize) -> Result<()> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err(self.error(line, "this alias stands inside what it stands for"));
        };
        let (nodes, height) = (anchored.nodes, anchored.height);
        if self.open.len() + height > MAX_DEPTH {
            return Err(self.error(
                line,
                format!("with what this alias stands for, more than {MAX_DEPTH} levels are nested"),
            ));
        }
        self.counted(line, nodes)?;
        let node = self.anchors[&anchor].node.clone();
        self.place(node, height)
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node<'t>, height: usize) -> Result<()> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.height = open.height.max(height);
        match &mut open.value {
            Value::List(nodes) => nodes.push(node),
            Value::Map(entries) => match open.key.take() {
                Some((key, line)) => entries.push(Entry { key, line, node }),
                None => match node.value {
                    Value::Scalar(key, _) => open.key = Some((key, node.line)),
                    _ => {
                        return Err(self.error(
                            node.line,
                            "a list or a mapping is the key of a mapping; keys are texts",
                        ));
                    }
                },
            },
            Value::Scalar(..) => {}
        }
        Ok(())
    }

    /// Keeps a copy of what an anchor names, which counts like an alias of it.
    fn anchored(
        &mut self,
        anchor: usize,
        node: &Node<'t>,
        nodes: usize,
        height: usize,
    ) -> Result<()> {
        if anchor == 0 {
            return Ok(());
        }
        self.counted(node.line, nodes)?;
        let node = node.clone();
        let anchored = Anchored {
            node,
            nodes,
            height,
        };
        self.anchors.insert(anchor, anchored);
        Ok(())
    }

    fn counted(&mut self, line: u32, nodes: usize) -> Result<()> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES {
            return Err(self.error(
                line,
                format!("the file has more than {MAX_NODES} values, aliases expanded"),
            ));
        }
        Ok(())
    }

    fn tagged(&self, line: u32) -> ReadError {
        self.error(
            line,
            "a tag stands here; of YAML's tags only `!!str` is read",
        )
    }

    fn error(&self, line: u32, message: impl Into<String>) -> ReadError {
        let file = Arc::clone(self.file);
        ReadError::at(&Place { file, line }, message)
    }
}

/// The first entry whose key stands before it already.
fn repeated<'e, 't>(entries: &'e [Entry<'t>]) -> Option<&'e Entry<'t>> {
    const FEW: usize = 16;
    if entries.len() <= FEW {
        let again = |i: usize| entries[..i].iter().any(|e| e.key == entries[i].key);
        return (1..entries.len()).find(|i| again(*i)).map(|i| &entries[i]);
    }
    let mut sorted: Vec<&Entry<'t>> = entries.iter().collect();
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    let pairs = sorted.windows(2);
    let mut again = pairs.filter(|pair| pair[0].key == pair[1].key);
    again.next().map(|pair| pair[1])
}
