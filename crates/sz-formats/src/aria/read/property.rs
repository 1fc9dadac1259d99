//! What stands under a node without being one: its properties, and the marks of a baseline.

use sz_tree::NodeId;

use super::Reader;
use crate::{
    ReadErrorKind,
    aria::{AriaField, AriaNode, ChildOrder, ChildrenMode, Occurrence},
    fault::{Fault, Quoted},
    suggest,
    text::collapse,
    yaml::{Event, Scalar},
};

/// A key with a slash in front that is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Children,
    Order,
    Optional,
    Repeat,
    Url,
    Placeholder,
    Value,
}

impl Property {
    const ALL: [Self; 7] = [
        Self::Children,
        Self::Order,
        Self::Optional,
        Self::Repeat,
        Self::Url,
        Self::Placeholder,
        Self::Value,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Children => "/children",
            Self::Order => "/order",
            Self::Optional => "/optional",
            Self::Repeat => "/repeat",
            Self::Url => "/url",
            Self::Placeholder => "/placeholder",
            Self::Value => "/value",
        }
    }

    /// What may stand behind it; empty where that is any text.
    const fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Children => &["contain", "equal", "deep-equal"],
            Self::Order => &["free"],
            Self::Optional | Self::Repeat => &["true", "false"],
            Self::Url | Self::Placeholder | Self::Value => &[],
        }
    }

    /// True where it says something of a list of children, be it the one at the top.
    const fn is_of_children(self) -> bool {
        matches!(self, Self::Children | Self::Order)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn property(&mut self, key: &Scalar<'a>) -> Result<(), Fault> {
        let event = self.events.next()?;
        let Some(property) = Property::ALL.into_iter().find(|it| it.as_str() == key.text) else {
            return self.unknown_property(key, &event);
        };
        let choices = property.choices();
        let value = match &event {
            Event::Scalar(value) if value.is_text() || !choices.is_empty() => value,
            _ => return self.not_a_string(key, &event),
        };
        if !choices.is_empty() && !choices.contains(&&*value.text) {
            let fault = self.not_a_choice(property, value);
            return self.refuse(fault);
        }
        if self.stands_twice(key, property)? {
            return Ok(());
        }
        let Some(items) = self.items() else { return Ok(()) };
        let (node, is_top) = (items.node, items.is_top);
        match node {
            Some(node) if !is_top || property.is_of_children() => {
                if choices.is_empty() {
                    self.field(node, property, value)
                } else {
                    self.set_mark(node, property, value, key)
                }
            }
            // Among all there may be on a screen, one node is what the baseline is.
            _ if property.is_of_children() => Ok(()),
            _ if choices.is_empty() => {
                self.warn(key.mark, || format!("{} belongs to no node", Quoted(&key.text)));
                Ok(())
            }
            _ => {
                let message = format!("{} belongs to no node", Quoted(&key.text));
                let fault = self.events.fault_at(key.mark, ReadErrorKind::BadValue, message);
                self.refuse(fault.help("write it under the node it is about"))
            }
        }
    }

    fn field(&mut self, node: NodeId, what: Property, value: &Scalar<'_>) -> Result<(), Fault> {
        let done = match what {
            Property::Url => {
                self.text_pattern(node, AriaField::Url, &value.text, value.mark);
                self.builder.attribute("url", &value.text)
            }
            Property::Placeholder => self.builder.attribute("placeholder", &value.text),
            _ => {
                let text = collapse(&value.text);
                if text.is_empty() {
                    return Ok(());
                }
                return self.value(node, &text, value.mark);
            }
        };
        self.built(done)
    }

    fn set_mark(
        &mut self,
        node: NodeId,
        what: Property,
        value: &Scalar<'_>,
        key: &Scalar<'_>,
    ) -> Result<(), Fault> {
        let is_only = node == NodeId::ROOT && !self.is_fragment;
        if is_only && !what.is_of_children() && value.text == "true" {
            let message = format!("the one node at the top cannot be {}", adjective(what));
            let fault = self.events.fault_at(key.mark, ReadErrorKind::BadValue, message);
            return self.refuse(fault.help(
                "it is the screen; write `- /children: equal` above it if it is one of several",
            ));
        }
        let Some(said) = self.side.as_mut().and_then(|side| side.nodes.get_mut(node.index()))
        else {
            return Ok(());
        };
        set(said, what, &value.text);
        Ok(())
    }

    fn stands_twice(&mut self, key: &Scalar<'_>, property: Property) -> Result<bool, Fault> {
        let Some(items) = self.items() else { return Ok(false) };
        if !items.properties.contains(&property) {
            items.properties.push(property);
            return Ok(false);
        }
        let message = format!("{} stands twice under one node", Quoted(&key.text));
        let fault = self.events.fault_at(key.mark, ReadErrorKind::DuplicateKey, message);
        self.refuse(fault.help("keep one of them"))?;
        Ok(true)
    }

    fn not_a_choice(&self, property: Property, value: &Scalar<'_>) -> Fault {
        let choices = property.choices();
        let message = match choices {
            [only] => format!("`{}` must be `{only}`", property.as_str()),
            [all @ .., last] => {
                format!("`{}` must be `{}` or `{last}`", property.as_str(), all.join("`, `"))
            }
            [] => String::new(),
        };
        let help = match suggest(&value.text, choices.iter().copied()) {
            Some(choice) => format!("did you mean `{choice}`?"),
            None => String::new(),
        };
        self.events.fault(ReadErrorKind::BadValue, message).help(help)
    }

    fn not_a_string(&mut self, key: &Scalar<'_>, event: &Event<'a>) -> Result<(), Fault> {
        let message = format!("the property {} must be a string", Quoted(&key.text));
        let fault = self.events.fault(ReadErrorKind::WrongType, message);
        self.refuse_value(event, fault.help("put it in double quotes"))
    }

    fn unknown_property(&mut self, key: &Scalar<'_>, event: &Event<'a>) -> Result<(), Fault> {
        if !matches!(event, Event::Scalar(value) if value.is_text()) {
            return self.not_a_string(key, event);
        }
        self.warn(key.mark, || {
            let known = suggest(&key.text, Property::ALL.map(Property::as_str));
            let help = known.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
            format!("the property {} is not compared{help}", Quoted(&key.text))
        });
        Ok(())
    }
}

const fn adjective(mark: Property) -> &'static str {
    match mark {
        Property::Repeat => "repeated",
        _ => "optional",
    }
}

fn set(said: &mut AriaNode, what: Property, value: &str) {
    let is_true = value == "true";
    match what {
        Property::Children => {
            said.children = ChildrenMode::ALL.into_iter().find(|mode| mode.as_str() == value);
        }
        Property::Order => said.order = ChildOrder::Free,
        Property::Optional => {
            said.occurrence = Occurrence::new(is_true, said.occurrence.is_repeated());
        }
        Property::Repeat => {
            said.occurrence = Occurrence::new(said.occurrence.is_optional(), is_true);
        }
        Property::Url | Property::Placeholder | Property::Value => {}
    }
}
