#pragma once
// What the index keeps of a post or an actor: words, and marks by which it is narrowed down. The
// text itself is not in it.

#include <string>
#include <string_view>
#include <vector>

#include "storage/posts.h"
#include "storage/search_due.h"
#include "storage/values/id.h"

namespace hallway {

struct SearchDocument {
  Searched kind = Searched::post;
  Id id;
  Id author;                       // of a post
  std::vector<std::string> texts;  // plain; no phrase goes over the end of one
  std::string language;            // in which they are; empty: by their script
  std::string topic;               // posts with the same one are about the same; empty: none
  std::vector<std::string> marks;  // "has:media", "tag:tea": the whole of it is looked for
  // Of a post: the furthest nodes that may learn of it by its words; department: none.
  Label reach = Label::department;
  bool accepted = false;  // whoever asked took it, from somebody else, for the answer
  bool open = false;      // whose words may be suggested to anybody who misspells them
};

}  // namespace hallway
