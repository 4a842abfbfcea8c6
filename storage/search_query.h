#pragma once
// What is looked for in the index, and what is found. Whether it may be shown is asked of the
// caller for each document that would stand on the page, within the search itself: pages are full
// and nothing that may not be shown leaves a gap.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/search_index.h"

namespace hallway {

struct SearchPhrase {
  std::string text;    // of any length; words of it that are written without a space stay together
  bool exact = false;  // these words, in this form, one after the other
};

struct SearchQuery {
  Searched kind = Searched::post;
  std::vector<SearchPhrase> wanted, unwanted;
  std::vector<std::vector<std::string>> marks;  // of each at least one
  std::vector<std::string> without;             // marks: none of them
  std::vector<Id> authors, not_authors;         // authors empty: anybody
  Id after, before;                             // ids between these; 0: no bound
  bool relax = true;        // where few have all words, those with some of them follow
  bool beginnings = false;  // the last word may go on: "ali" finds "alice"
  size_t offset = 0, limit = 20;
};

struct SearchHits {
  std::vector<Id> ids;   // the best first; the newest, where no words are wanted
  bool more = false;     // beyond these
  bool relaxed = false;  // few had all words: those with some of them follow
};

// `may`: may this one be found? Asked on this thread. Fails with unavailable while there is nothing
// to read yet.
Result<SearchHits> search(const SearchIndex& index, const SearchQuery& query,
                          const std::function<bool(Id)>& may);

// The text with words replaced by others that read much like them and that more write; nothing,
// where there are none. Knows the words of documents that are open alone.
std::optional<std::string> respelled(const SearchIndex& index, std::string_view text);

}  // namespace hallway
