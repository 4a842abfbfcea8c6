#pragma once
// Plain text, as a person writes it, to the HTML of ActivityPub: paragraphs, line breaks, links,
// mentions and hashtags, in the shape that Mastodon made usual. Pure.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/values/iri.h"
#include "webfinger/handle.h"

namespace hallway {

struct Composed {
  std::string html;                   // as sanitize_html leaves it
  std::vector<Handle> mentions;       // each once, as written: domain empty where only @name
  std::vector<std::string> hashtags;  // each once, normalized, without '#'
};

struct ComposeLinks {
  // The page of the person that a mention names; nullopt leaves it text. Must not wait for the
  // network: ask mentions_in first and resolve what it finds.
  std::function<std::optional<Iri>(const Handle&)> page_of;
  Iri tags;  // "https://design.example/tags/", to which a hashtag is added
};

// Never fails: what is not UTF-8 or a control character is replaced or dropped. Of mentions and of
// hashtags the first 200 count, the others stay text.
Composed compose(std::string_view text, const ComposeLinks& links);

// The mentions that compose would find, each once.
std::vector<Handle> mentions_in(std::string_view text);

// "@bob@design.example", or "@bob" where the handle has no domain.
std::string written_mention(const Handle& handle);

}  // namespace hallway
