// The storeys of the house, enforced: reads every #include of the source tree, and
// tests/layers.tsv.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/shared.h"

namespace hallway::test {
namespace {

namespace fs = std::filesystem;

struct Include {
  std::string header;
  bool quoted = false;
};
using Tree = std::map<std::string, std::vector<Include>>;  // by path from the root

// From the ground up; each may use itself and what stands before it.
constexpr std::array<std::string_view, 6> kStoreys = {"storage/values/", "storage/", "webfinger/",
                                                      "federation/",     "server/",  "tests/"};
constexpr std::array<std::string_view, 7> kFolders = {
    "storage", "webfinger", "federation", "server", "tests", "conformance", "frontend"};
constexpr int kNowhere = -1;
constexpr int kWebfinger = 2;
constexpr int kTests = 5;

int storey_of(std::string_view path) {
  const auto found =
      std::ranges::find_if(kStoreys, [path](auto folder) { return path.starts_with(folder); });
  return found == kStoreys.end() ? kNowhere : static_cast<int>(found - kStoreys.begin());
}

bool is_test(std::string_view path) {
  return path.starts_with("tests/") || path.ends_with("_test.cc");
}

std::vector<Include> includes_of(const std::string& text) {
  static const std::regex kLine(R"(\s*#\s*include\s*([<"])([^>"]+)[>"].*)");
  std::vector<Include> out;
  std::istringstream lines(text);
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, match, kLine)) out.push_back({match[2], match[1] == "\""});
  }
  return out;
}

Tree read_tree(const fs::path& root) {
  Tree tree;
  for (const auto folder : kFolders) {
    if (!fs::exists(root / folder)) continue;
    fs::recursive_directory_iterator it(root / folder);
    for (; it != fs::recursive_directory_iterator(); ++it) {
      if (it->path().filename() == "node_modules") it.disable_recursion_pending();
      const auto extension = it->path().extension();
      if (!it->is_regular_file() || (extension != ".h" && extension != ".cc")) continue;
      tree[fs::relative(it->path(), root).generic_string()] = includes_of(read_file(it->path()));
    }
  }
  return tree;
}

// What is wrong with `include` standing in `path`; empty where nothing is.
std::string storey_fault(const std::string& path, const Include& include) {
  const int here = storey_of(path);
  const int there = storey_of(include.header);
  if (here == kTests) return {};
  if (here == kNowhere) return there == kNowhere ? "" : "stands outside the house";
  if (there == kNowhere) return include.quoted ? "is quoted but lies in no storey" : "";
  if (there == kTests) return is_test(path) ? "" : "is a test's";
  if (here == kWebfinger && there == 1) return "is not a value: webfinger stands on values only";
  return there > here ? "lies in a higher storey" : "";
}

std::vector<std::string> storey_faults(const Tree& tree) {
  std::vector<std::string> out;
  for (const auto& [path, includes] : tree) {
    for (const auto& include : includes) {
      const std::string fault = storey_fault(path, include);
      if (!fault.empty()) out.push_back(path + ": " + include.header + " " + fault);
    }
  }
  return out;
}

struct Row {
  std::regex header;
  std::regex allowed;
  std::string name;
};

std::vector<Row> parse_rows(const std::string& text) {
  std::vector<Row> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string header;
    std::string allowed;
    std::string name;
    std::getline(fields, header, '\t');
    std::getline(fields, allowed, '\t');
    std::getline(fields, name);
    EXPECT_FALSE(header.empty() || allowed.empty() || name.empty()) << "broken row: " << line;
    out.push_back({std::regex(header), std::regex(allowed), name});
  }
  return out;
}

std::vector<std::string> library_faults(const Tree& tree, const std::vector<Row>& rows) {
  std::vector<std::string> out;
  for (const auto& [path, includes] : tree) {
    if (is_test(path)) continue;
    for (const auto& include : includes) {
      for (const auto& row : rows) {
        if (!std::regex_match(include.header, row.header)) continue;
        if (std::regex_match(path, row.allowed)) continue;
        out.push_back(path + ": " + include.header + " (" + row.name + ")");
      }
    }
  }
  return out;
}

// Depth first; a file met again while it is still open closes a cycle.
class CycleSearch {
 public:
  explicit CycleSearch(const Tree& tree) : tree_(tree) {
    for (const auto& [path, includes] : tree_) visit(path);
  }
  [[nodiscard]] const std::vector<std::string>& cycles() const { return cycles_; }

 private:
  void visit(const std::string& path) {
    const auto node = tree_.find(path);
    if (node == tree_.end() || done_.contains(path)) return;
    const auto open = std::ranges::find(trail_, path);
    if (open != trail_.end()) {
      std::string cycle;
      for (auto it = open; it != trail_.end(); ++it) cycle += *it + " -> ";
      cycles_.push_back(cycle + path);
      return;
    }
    trail_.push_back(path);
    for (const auto& include : node->second) visit(include.header);
    trail_.pop_back();
    done_.insert(path);
  }

  const Tree& tree_;
  std::vector<std::string> trail_;
  std::set<std::string> done_;
  std::vector<std::string> cycles_;
};

std::vector<Row> rows_of_the_house() {
  return parse_rows(read_file(source_dir() / "tests/layers.tsv"));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += "\n  " + line;
  return out;
}

TEST(Layers, ArrowsPointDown) {
  const Tree tree = read_tree(source_dir());
  ASSERT_TRUE(tree.contains("storage/values/json.h"));
  const auto faults = storey_faults(tree);
  EXPECT_TRUE(faults.empty()) << joined(faults);
}

TEST(Layers, OnlyTheFilesOfTheTableKnowALibrary) {
  const auto rows = rows_of_the_house();
  ASSERT_GE(rows.size(), 10U);
  const auto faults = library_faults(read_tree(source_dir()), rows);
  EXPECT_TRUE(faults.empty()) << joined(faults);
}

TEST(Layers, NoFileIncludesItselfByAnyWay) {
  const Tree tree = read_tree(source_dir());
  const CycleSearch search(tree);
  EXPECT_TRUE(search.cycles().empty()) << joined(search.cycles());
}

TEST(Layers, AFaultOfEachKindIsFound) {
  struct Case {
    const char* path;
    const char* header;
    bool quoted, fault;
  };
  const Case cases[] = {{"storage/values/a.cc", "storage/posts.h", true, true},
                        {"storage/a.cc", "storage/values/iri.h", true, false},
                        {"storage/a.cc", "webfinger/jrd.h", true, true},
                        {"webfinger/a.cc", "storage/values/iri.h", true, false},
                        {"webfinger/a.cc", "storage/posts.h", true, true},
                        {"federation/a.cc", "webfinger/jrd.h", true, false},
                        {"federation/a.h", "server/routes.h", true, true},
                        {"federation/a.h", "server/routes.h", false, true},
                        {"server/a.cc", "federation/http.h", true, false},
                        {"server/a.cc", "tests/support/shared.h", true, true},
                        {"server/a_test.cc", "tests/support/shared.h", true, false},
                        {"storage/a_test.cc", "server/routes.h", true, true},
                        {"tests/stories/a.cc", "server/routes.h", true, false},
                        {"conformance/a.cc", "storage/values/iri.h", true, true},
                        {"conformance/a.cc", "vector", false, false},
                        {"server/a.cc", "routes.h", true, true},
                        {"server/a.cc", "vector", false, false}};
  for (const auto& c : cases) {
    const Tree tree = {{c.path, {{c.header, c.quoted}}}};
    EXPECT_EQ(storey_faults(tree).size(), c.fault ? 1U : 0U) << c.path << " " << c.header;
  }
}

TEST(Layers, ALibraryInTheWrongFileIsFound) {
  const auto rows = rows_of_the_house();
  struct Case {
    const char* path;
    const char* header;
    bool fault;
  };
  const Case cases[] = {{"storage/store.cc", "lmdb.h", false},
                        {"storage/posts.cc", "lmdb.h", true},
                        {"storage/values/crypto.cc", "openssl/evp.h", false},
                        {"storage/values/crypto.h", "openssl/evp.h", true},
                        {"federation/follow.cc", "nlohmann/json.hpp", true},
                        {"storage/values/json.h", "nlohmann/json.hpp", false},
                        {"server/routes.cc", "thread", true},
                        {"server/workers.cc", "thread", false},
                        {"server/routes_test.cc", "thread", false},
                        {"tests/bench/load.cc", "curl/curl.h", false},
                        {"server/routes.cc", "curl/curl.h", true}};
  for (const auto& c : cases) {
    const Tree tree = {{c.path, {{c.header, false}}}};
    EXPECT_EQ(library_faults(tree, rows).size(), c.fault ? 1U : 0U) << c.path << " " << c.header;
  }
}

TEST(Layers, ACycleIsFound) {
  const Tree good = {
      {"a.h", {{"b.h", true}, {"c.h", true}}}, {"b.h", {{"c.h", true}}}, {"c.h", {}}};
  EXPECT_TRUE(CycleSearch(good).cycles().empty());
  const Tree bad = {{"a.h", {{"b.h", true}}}, {"b.h", {{"c.h", true}}}, {"c.h", {{"b.h", true}}}};
  EXPECT_EQ(CycleSearch(bad).cycles(), std::vector<std::string>{"b.h -> c.h -> b.h"});
}

TEST(Layers, IncludeLinesAreReadInEveryForm) {
  const auto found = includes_of(
      "#pragma once\n#include <a>\n#  include \"b/c.h\"  // why\n  #include <d.h>\n// #include "
      "<e>\n");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].header, "a");
  EXPECT_EQ(found[1].header, "b/c.h");
  EXPECT_TRUE(found[1].quoted);
  EXPECT_EQ(found[2].header, "d.h");
}

}  // namespace
}  // namespace hallway::test
