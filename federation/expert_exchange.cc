#include "federation/expert_exchange.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "federation/plain_text.h"
#include "storage/table.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr size_t kLongestWord = 100, kLongestShownName = 200;  // bytes
constexpr int64_t kMost = int64_t{1} << 53;                    // what every reader of JSON can hold
constexpr double kHeaviest = 2 * static_cast<double>(kMostWords);

Error broken(const std::string& what) { return fail(Code::invalid, what); }

Result<uint64_t> count_at(const Json& json, std::string_view key) {
  const auto count = find_int(json, key);
  if (!count || *count < 0 || *count > kMost) {
    return broken("\"" + std::string(key) + "\" is no count");
  }
  return static_cast<uint64_t>(*count);
}

Result<ExpertBackground> background_at(const Json& json) {
  return ExpertBackground{.posts = TRY(count_at(json, "posts")),
                          .words = TRY(count_at(json, "words_in_all"))};
}

Result<WordCount> word_count(const Json& json, ExpertBackground all) {
  const WordCount count{.posts = TRY(count_at(json, "posts")),
                        .count = TRY(count_at(json, "count"))};
  if (count.posts > all.posts || count.count < count.posts) {
    return broken("a word is in more posts than there are, or in fewer times");
  }
  return count;
}

// A name as it may be shown.
std::string line_of(std::string_view text) {
  auto line = std::string(utf8_prefix(clean_text(text), kLongestShownName));
  std::ranges::replace(line, '\n', ' ');
  return line;
}

Result<std::string> word_of(const Json& json) {
  const auto word = as_string(json);
  if (!word || word->empty() || word->size() > kLongestWord) return broken("a word is no word");
  return std::string(*word);
}

Result<std::vector<const Json*>> list_at(const Json& json, std::string_view key, size_t most) {
  auto list = find_list(json, key);
  if (list.size() > most) return broken("\"" + std::string(key) + "\" has too many entries");
  return list;
}

Json topics_json(std::span<const TopicCount> topics) {
  Json list = Json::array();
  for (const auto& topic : topics) {
    list.push_back({{"topic", hex(view(value_of(topic.topic)))},
                    {"words", topic.words},
                    {"counts", topic.counts}});
  }
  return list;
}

Result<TopicCount> read_topic(const Json& json, size_t words) {
  const auto name = parse_hex(find_string(json, "topic").value_or(""));
  if (!name.ok() || name->size() != sizeof(uint64_t)) return broken("a topic has no name");
  TopicCount topic{
      .topic = number_at(*name, 0), .words = TRY(count_at(json, "words")), .counts = {}};
  for (const auto* one : TRY(list_at(json, "counts", words))) {
    const auto count = as_number(*one);
    if (!count || !(*count >= 0 && *count <= static_cast<double>(topic.words))) {
      return broken("a word stands under a topic more often than there are words");
    }
    topic.counts.push_back(static_cast<uint64_t>(*count));
  }
  topic.counts.resize(words);
  return topic;
}

Result<std::vector<TopicCount>> topics_at(const Json& json, size_t words) {
  std::vector<TopicCount> topics;
  for (const auto* one : TRY(list_at(json, "topics", kTopicsTold))) {
    topics.push_back(TRY(read_topic(*one, words)));
  }
  return topics;
}

Json background_json(ExpertBackground all) {
  return {{"posts", all.posts}, {"words_in_all", all.words}};
}

// No post can be stronger: as if it were made of each word alone, and its topic as well, and others
// had done with it whatever counts.
double strongest_possible(const ExpertPeopleAsked& asked) {
  double bound = kMostBesideWords;
  for (const auto& word : asked.words) {
    const auto all = static_cast<double>(std::max<uint64_t>(asked.all.words, 2));
    const auto count = std::clamp(static_cast<double>(word.all.count), 1., all);
    bound += 4 * word.weight * std::log(all / count);
  }
  return bound;
}

Result<TheirExpert> read_person(const Json& json, const Domain& domain, double strongest) {
  const auto iri_of = [&](const Json& value) -> Result<Iri> {
    auto iri = Iri::parse(std::string(as_string(value).value_or("")));
    if (!iri || iri->domain() != domain) return broken("a name or link is of another node");
    return std::move(*iri);
  };
  const auto* actor = find_member(json, "actor");
  TheirExpert person{.actor = TRY(iri_of(actor ? *actor : Json()))};
  person.name = line_of(find_string(json, "name").value_or(""));
  person.display_name = line_of(find_string(json, "display_name").value_or(""));
  if (person.name.empty()) return broken("somebody has no name");
  person.written = TRY(count_at(json, "written"));
  for (const auto* one : TRY(list_at(json, "strengths", kPostsAPerson))) {
    const auto strength = as_number(*one);
    if (!strength || !std::isfinite(*strength) || *strength > strongest) {
      return broken("evidence is stronger than any can be");
    }
    person.strengths.push_back(*strength);
  }
  if (person.strengths.empty()) return broken("nothing speaks for somebody");
  for (const auto* link : TRY(list_at(json, "evidence", kPostsShown))) {
    person.evidence.push_back(TRY(iri_of(*link)));
  }
  return person;
}

}  // namespace

Json to_json(const ExpertCountsAsked& asked) { return {{"ask", "counts"}, {"words", asked.words}}; }

Json to_json(const ExpertCounts& counts) {
  auto json = background_json(counts.all);
  json["words"] = Json::array();
  for (const auto& word : counts.words) {
    json["words"].push_back({{"posts", word.posts}, {"count", word.count}});
  }
  json["topics"] = topics_json(counts.topics);
  return json;
}

Json to_json(const ExpertPeopleAsked& asked) {
  auto json = background_json(asked.all);
  json["ask"] = "people";
  json["words"] = Json::array();
  for (const auto& word : asked.words) {
    json["words"].push_back({{"word", word.text},
                             {"weight", word.weight},
                             {"posts", word.all.posts},
                             {"count", word.all.count}});
  }
  json["topics"] = topics_json(asked.topics);
  return json;
}

Json to_json(const std::vector<TheirExpert>& people) {
  Json list = Json::array();
  for (const auto& person : people) {
    Json evidence = Json::array();
    for (const auto& link : person.evidence) evidence.push_back(link.text());
    list.push_back({{"actor", person.actor.text()},
                    {"name", person.name},
                    {"display_name", person.display_name},
                    {"written", person.written},
                    {"strengths", person.strengths},
                    {"evidence", std::move(evidence)}});
  }
  return {{"people", std::move(list)}};
}

Result<ExpertCountsAsked> read_counts_asked(const Json& json) {
  ExpertCountsAsked asked;
  for (const auto* word : TRY(list_at(json, "words", kMostWordsAsked))) {
    asked.words.push_back(TRY(word_of(*word)));
  }
  return asked;
}

Result<ExpertPeopleAsked> read_people_asked(const Json& json) {
  ExpertPeopleAsked asked{.words = {}, .all = TRY(background_at(json)), .topics = {}};
  for (const auto* one : TRY(list_at(json, "words", kMostWordsAsked))) {
    const auto* word = find_member(*one, "word");
    const auto weight = find_number(*one, "weight").value_or(0);
    if (!(weight > 0 && weight <= kHeaviest)) return broken("a word weighs nothing, or too much");
    asked.words.push_back({.text = TRY(word_of(word ? *word : Json())),
                           .weight = weight,
                           .all = TRY(word_count(*one, asked.all))});
  }
  asked.topics = TRY(topics_at(json, asked.words.size()));
  return asked;
}

Result<ExpertCounts> read_counts(const Json& json, size_t asked) {
  ExpertCounts counts{.all = TRY(background_at(json)), .words = {}, .topics = {}};
  for (const auto* one : TRY(list_at(json, "words", asked))) {
    counts.words.push_back(TRY(word_count(*one, counts.all)));
  }
  if (counts.words.size() != asked) return broken("not every word was counted");
  counts.topics = TRY(topics_at(json, asked));
  return counts;
}

Result<std::vector<TheirExpert>> read_people(const Json& json, const Domain& domain,
                                             const ExpertPeopleAsked& asked) {
  const auto strongest = strongest_possible(asked);
  std::vector<TheirExpert> people;
  std::set<std::string> named;
  for (const auto* one : TRY(list_at(json, "people", kMostPeopleAnswered))) {
    people.push_back(TRY(read_person(*one, domain, strongest)));
    if (!named.insert(people.back().actor.text()).second) return broken("somebody is named twice");
  }
  return people;
}

}  // namespace hallway
