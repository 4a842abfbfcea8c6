#include "tests/bench/expert_collection.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "storage/values/json.h"

namespace hallway::bench {
namespace {

using Places = std::map<std::string, size_t>;

size_t place_of(const std::string& name, Places& places, std::vector<std::string>& names) {
  const auto [found, is_new] = places.emplace(name, names.size());
  if (is_new) names.push_back(name);
  return found->second;
}

Result<void> read_posts(const std::string& lines, ExpertCollection& into, Places& authors) {
  Places orgs;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const auto json = TRY(parse_json(line));
    const auto author = find_string(json, "author"), org = find_string(json, "org"),
               text = find_string(json, "text");
    if (!author || !org || !text) return fail(Code::corrupt, "a post lacks a member: " + line);
    into.posts.push_back({place_of(std::string(*author), authors, into.authors),
                          place_of(std::string(*org), orgs, into.orgs), std::string(*text)});
  }
  return {};
}

Result<void> read_questions(const std::filesystem::path& folder, ExpertCollection& into,
                            const Places& authors) {
  Places questions;
  std::ifstream asked(folder / "queries.tsv"), key(folder / "qrels.tsv");
  for (std::string id, node, kind, text; std::getline(asked, id, '\t');) {
    std::getline(asked, node, '\t');
    std::getline(asked, kind, '\t');
    if (!std::getline(asked, text)) return fail(Code::corrupt, "a question lacks a field: " + id);
    questions.emplace(id, into.questions.size());
    into.questions.push_back({.kind = kind, .text = text, .right = {}});
  }
  for (std::string id, zero, person, grade; key >> id >> zero >> person >> grade;) {
    const auto question = questions.find(id);
    if (question == questions.end()) return fail(Code::corrupt, "no question has the id " + id);
    if (grade == "0") continue;
    auto& entry = into.questions[question->second];
    ++entry.named;
    if (const auto author = authors.find(person); author != authors.end())
      entry.right.insert(author->second);
  }
  return {};
}

}  // namespace

Result<std::string> unpacked(const std::filesystem::path& file) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      popen(("xz -dc '" + file.string() + "'").c_str(), "r"), &pclose);
  if (!pipe) return fail(Code::unavailable, "xz cannot be run");
  std::string text(1 << 16, '\0'), all;
  for (size_t n = 0; (n = fread(text.data(), 1, text.size(), pipe.get())) > 0;) {
    all.append(text, 0, n);
  }
  if (all.empty()) return fail(Code::corrupt, file.string() + " could not be unpacked");
  return all;
}

Result<ExpertCollection> read_collection(const std::filesystem::path& folder) {
  ExpertCollection collection;
  Places authors;
  TRY(read_posts(TRY(unpacked(folder / "posts.jsonl.xz")), collection, authors));
  TRY(read_questions(folder, collection, authors));
  if (collection.questions.empty()) return fail(Code::corrupt, "there are no questions");
  return collection;
}

}  // namespace hallway::bench
