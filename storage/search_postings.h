#pragma once
// The index read word by word, for those who rank otherwise: who wrote a word, where, how often.
// With `least` above department: of the posts alone of which the nodes that such a label reaches
// may learn, for whoever asks in their name.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search_index.h"

namespace hallway {

struct SearchPosting {
  Id post, author;
  uint64_t topic = 0;     // a number for it; 0: none
  uint32_t count = 0;     // of the word in the post
  uint32_t length = 0;    // words of the post
  bool accepted = false;  // SearchDocument::accepted
};

struct SearchTotals {
  uint64_t posts = 0;
  uint64_t words = 0;  // in all of them
};
// With `least`, `words` is as many as these posts have if they are as long as all.
Result<SearchTotals> search_totals(const SearchIndex::Reader& reader,
                                   Label least = Label::department);

// Each word of `text` as the stems that it has in the languages that are written here; pairs of
// characters where a script has no spaces. Repeated words once.
using SearchStems = std::vector<std::string>;
std::vector<SearchStems> stems_of(const SearchIndex::Reader& reader, std::string_view text);

// What the index knows without reading a posting.
struct StemCounts {
  uint64_t posts = 0;   // at most so many have one of the stems: who has several counts for each
  uint64_t surely = 0;  // at least so many: those with the most common one
  uint64_t count = 0;   // how often any of them stands in all posts together
};
Result<StemCounts> counts_of(const SearchIndex::Reader& reader, const SearchStems& stems);
Result<uint64_t> posts_by(const SearchIndex::Reader& reader, Id author);
Result<uint64_t> posts_under(const SearchIndex::Reader& reader, uint64_t topic);
// What is read of an index.
struct PostingsWish {
  Label least = Label::department;
  size_t step = 1;  // one of so many postings
};
// Every post with the stem, in no order that means anything. One with several of a word's stems
// comes once for each.
Result<void> for_each_posting(const SearchIndex::Reader& reader, std::string_view stem,
                              const std::function<void(const SearchPosting&)>& visit,
                              const PostingsWish& wish = {});

// Every post with the topic: of whom and how long; what else there is of a posting is left out.
Result<void> for_each_of_topic(const SearchIndex::Reader& reader, uint64_t topic,
                               const std::function<void(const SearchPosting&)>& visit,
                               const PostingsWish& wish = {});

}  // namespace hallway
