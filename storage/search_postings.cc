#include "storage/search_postings.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "storage/search_database.h"
#include "storage/search_reader.h"

namespace hallway {
namespace {

std::vector<std::string> languages_of(const Xapian::Database& database) {
  const auto known = database.get_metadata(std::string(kLanguagesKey));
  std::vector<std::string> languages;
  for (size_t at = 0; at + 2 <= known.size(); at += 2) languages.push_back(known.substr(at, 2));
  return languages;
}

bool reaches(const SearchFacts& facts, Label least) {
  return facts.reach >= static_cast<uint8_t>(least);
}

// Calls visit(facts, count) for each document of the term that reaches as far. Facts lie all over
// memory: those of some documents are on their way while others are looked at.
void for_each_with(const SearchIndex::Reader& reader, const std::string& term,
                   const PostingsWish& wish, bool counted, const auto& visit) {
  const auto& database = reader.database();
  struct Listed {
    Xapian::docid document;
    Xapian::termcount count;
  };
  std::array<Listed, 32> ahead;
  size_t held = 0;
  const auto look = [&] {
    for (const auto& [document, count] : std::span(ahead).first(held)) {
      const auto facts = database.facts.of(document);
      if (facts.author != 0 && reaches(facts, wish.least)) visit(facts, count);
    }
    held = 0;
  };
  size_t seen = 0;
  for (auto at = database.xapian.postlist_begin(term); at != database.xapian.postlist_end(term);
       ++at) {
    const auto count = counted ? at.get_wdf() : 0;
    if (counted && count == 0) continue;  // a word whose stem is another one
    if (seen++ % wish.step != 0) continue;
    database.facts.expect(*at);
    ahead[held++] = {*at, count};
    if (held == ahead.size()) look();
  }
  look();
}

}  // namespace

// Actors are among the documents, but few of their words weigh: posts are counted by their mark.
Result<SearchTotals> search_totals(const SearchIndex::Reader& reader, Label least) {
  return guarded([&]() -> Result<SearchTotals> {
    const auto& database = reader.database().xapian;
    const SearchTotals all{.posts = database.get_termfreq(kind_term(Searched::post)),
                           .words = database.get_total_length()};
    if (least == Label::department || all.posts == 0) return all;
    const uint64_t posts = database.get_termfreq(reach_term(least));
    const auto part = static_cast<double>(posts) / static_cast<double>(all.posts);
    return SearchTotals{posts, static_cast<uint64_t>(part * static_cast<double>(all.words))};
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

Result<StemCounts> counts_of(const SearchIndex::Reader& reader, const SearchStems& stems) {
  return guarded([&]() -> Result<StemCounts> {
    const auto& database = reader.database().xapian;
    StemCounts counts;
    for (const auto& stem : stems) {
      for (const auto& term : weighed_terms(Searched::post, stem)) {
        const uint64_t count = database.get_collection_freq(term);
        counts.count += count;
        // Where none of the postings weighs anything, they are of a word with another stem.
        const auto posts = std::min<uint64_t>(count, database.get_termfreq(term));
        counts.posts += posts;
        counts.surely = std::max(counts.surely, posts);
      }
    }
    return counts;
  });
}

Result<uint64_t> posts_by(const SearchIndex::Reader& reader, Id author) {
  return guarded([&]() -> Result<uint64_t> {
    return reader.database().xapian.get_termfreq(author_term(author));
  });
}

Result<uint64_t> posts_under(const SearchIndex::Reader& reader, uint64_t topic) {
  return guarded([&]() -> Result<uint64_t> {
    return reader.database().xapian.get_termfreq(topic_term(topic));
  });
}

Result<void> for_each_posting(const SearchIndex::Reader& reader, std::string_view stem,
                              const std::function<void(const SearchPosting&)>& visit,
                              const PostingsWish& wish) {
  return guarded([&]() -> Result<void> {
    for (const auto& term : weighed_terms(Searched::post, stem)) {
      for_each_with(reader, term, wish, true, [&](const SearchFacts& facts, uint32_t count) {
        visit({.post = {facts.id},
               .author = {facts.author},
               .topic = facts.topic,
               .count = count,
               .length = facts.length,
               .accepted = facts.accepted != 0});
      });
    }
    return {};
  });
}

Result<void> for_each_of_topic(const SearchIndex::Reader& reader, uint64_t topic,
                               const std::function<void(const SearchPosting&)>& visit,
                               const PostingsWish& wish) {
  return guarded([&]() -> Result<void> {
    for_each_with(reader, topic_term(topic), wish, false, [&](const SearchFacts& facts, uint32_t) {
      visit({.author = {facts.author}, .length = facts.length});
    });
    return {};
  });
}

}  // namespace hallway
