#pragma once
// A picture that stands for ":name:" in somebody's text. Where it is kept the name is one that is
// safe in a file name, in HTML and in a URL (federation/emoji.h).

#include <string>

#include "storage/values/iri.h"

namespace hallway {

struct Emoji {
  std::string name;  // without colons
  Iri url;
  friend bool operator==(const Emoji&, const Emoji&) = default;
};

}  // namespace hallway
