#pragma once
// The piece of a text that shows best why it was found, with what was looked for marked.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search_query.h"

namespace hallway {

struct SnippetPart {
  std::string text;
  bool hit = false;
};

// For one search; one thread.
class Snippets {
 public:
  static constexpr size_t kWords = 30;  // characters of scripts without spaces count as half

  // `wanted`: as it is looked for. Without an index words are marked in the form they have.
  Snippets(const SearchIndex& index, const std::vector<SearchPhrase>& wanted);

  // At most about kWords words around what was looked for, "…" where the text goes on; its
  // beginning where nothing of it is there.
  std::vector<SnippetPart> of(std::string_view text, std::string_view language);

 private:
  std::vector<bool> hits_in(const std::vector<SearchWord>& words, std::string_view language);

  std::set<std::string> stems_;
  Stems stemmers_;
};

}  // namespace hallway
