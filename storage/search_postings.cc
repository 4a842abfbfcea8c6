#include "storage/search_postings.h"

#include <algorithm>
#include <set>

#include "storage/search_database.h"
#include "storage/search_reader.h"

namespace hallway {
namespace {

const std::string kStems = stems_prefix(Searched::post);

std::vector<std::string> languages_of(const Xapian::Database& database) {
  const auto known = database.get_metadata(std::string(kLanguagesKey));
  std::vector<std::string> languages;
  for (size_t at = 0; at + 2 <= known.size(); at += 2) languages.push_back(known.substr(at, 2));
  return languages;
}

}  // namespace

// Actors are among the documents, but few of their words weigh: posts are counted by their mark.
Result<SearchTotals> search_totals(const SearchIndex::Reader& reader) {
  return guarded([&]() -> Result<SearchTotals> {
    const auto& database = reader.database().xapian;
    return SearchTotals{.posts = database.get_termfreq(kind_term(Searched::post)),
                        .words = database.get_total_length()};
  });
}

std::vector<SearchStems> stems_of(const SearchIndex::Reader& reader, std::string_view text) {
  auto& database = reader.database();
  auto languages =
      guarded([&]() -> Result<std::vector<std::string>> { return languages_of(database.xapian); });
  const auto known = std::move(languages).value_or({});
  std::vector<SearchStems> all;
  const auto add = [&](SearchStems stems) {
    if (std::ranges::find(all, stems) == all.end()) all.push_back(std::move(stems));
  };
  const auto words = search_words(composed(text));
  for (size_t i = 0; i < words.size(); ++i) {
    const bool followed = i + 1 < words.size() && words[i + 1].joined;
    if (words[i].joined) {
      add({words[i - 1].text + words[i].text});
    } else if (words[i].character) {
      if (!followed) add({words[i].text});
    } else {
      std::set<std::string> stems{words[i].text};
      for (const auto& language : known) stems.insert(database.stems.stem(words[i], language));
      add({stems.begin(), stems.end()});
    }
  }
  return all;
}

Result<uint64_t> count_of(const SearchIndex::Reader& reader, const SearchStems& stems) {
  return guarded([&]() -> Result<uint64_t> {
    uint64_t count = 0;
    for (const auto& stem : stems) {
      count += reader.database().xapian.get_collection_freq(kStems + stem);
    }
    return count;
  });
}

Result<void> for_each_posting(const SearchIndex::Reader& reader, std::string_view stem,
                              const std::function<void(const SearchPosting&)>& visit) {
  return guarded([&]() -> Result<void> {
    const auto& database = reader.database().xapian;
    const auto term = kStems + std::string(stem);
    auto ids = database.valuestream_begin(kIdSlot);
    auto authors = database.valuestream_begin(kAuthorSlot);
    const auto ids_end = database.valuestream_end(kIdSlot);
    const auto authors_end = database.valuestream_end(kAuthorSlot);
    for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) {
      ids.skip_to(*at);
      authors.skip_to(*at);
      if (ids == ids_end || authors == authors_end) break;
      if (authors.get_docid() != *at) continue;
      visit({.post = id_from(*ids),
             .author = id_from(*authors),
             .count = at.get_wdf(),
             .length = at.get_doclength()});
    }
    return {};
  });
}

}  // namespace hallway
