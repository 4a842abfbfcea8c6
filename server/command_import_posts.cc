// hallway import-posts: what people wrote elsewhere, taken in line by line, while the node runs or
// not. What a line brought is known again: who stops it, or mends a line, begins it anew.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <set>

#include "server/commands.h"
#include "server/control.h"
#include "server/import_posts.h"
#include "server/open_node.h"
#include "server/progress.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kImportCommand = "import-posts";
// In one transaction: few enough that nobody else waits for long.
constexpr size_t kPostsAtOnce = 100, kBytesAtOnce = 1024 * 1024;
constexpr size_t kLongestLine = 1024 * 1024;

uint64_t member(const Json& json, std::string_view key) {
  return static_cast<uint64_t>(find_int(json, key).value_or(0));
}

// --- Within the node --------------------------------------------------------------------------

Result<std::optional<Label>> label_argument(const Json& arguments) {
  const auto text = text_argument_or(arguments, "label", "");
  const auto label = parse_label(text);
  if (label || text.empty()) return label;
  return fail(Code::invalid,
              "\"" + text + "\" is no label; there are department, organization, partners, public");
}

Json json_of(const ImportOutcome& outcome) {
  Json json{{"made", outcome.made},
            {"known", outcome.known},
            {"people", outcome.people},
            {"left_out", outcome.left_out}};
  if (outcome.refused) json.update({{"refused", *outcome.refused}, {"why", outcome.why}});
  return json;
}

Result<Json> import_some(Node& node, const Json& arguments) {
  const auto label = TRY(label_argument(arguments));
  std::vector<ImportedPost> posts;
  for (const auto* line : find_list(arguments, "posts")) {
    posts.push_back(TRY(read_imported(*line, node.now())));
  }
  return json_of(TRY(import_posts(node, posts, label)));
}

// --- Without it -------------------------------------------------------------------------------

// The node that runs, asked for each part, or one that is opened here for all of them.
class TakingNode {
 public:
  static Result<TakingNode> find(const fs::path& dir, std::string label) {
    TakingNode node(dir, std::move(label));
    if (TRY(node.ask(Json::array()))) return node;
    auto opened = OpenNode::open(dir);
    if (!opened.ok() && opened.error().code == Code::conflict) {
      // A node that starts has its store before it has its socket.
      const auto begun = TRY(ask_starting_node(dir, kImportCommand, node.asked(Json::array())));
      if (begun) return node;
    }
    node.opened_ = TRY(std::move(opened));
    TRY(import_some(node.opened_->node(), node.asked(Json::array())));  // the label may be none
    return node;
  }

  Result<Json> take(Json posts) {
    if (opened_) return import_some(opened_->node(), asked(std::move(posts)));
    auto answer = TRY(ask(std::move(posts)));
    if (!answer) return fail(Code::unavailable, "the node stopped meanwhile");
    return std::move(*answer);
  }

 private:
  TakingNode(fs::path dir, std::string label) : dir_(std::move(dir)), label_(std::move(label)) {}

  [[nodiscard]] Json asked(Json posts) const {
    return {{"posts", std::move(posts)}, {"label", label_}};
  }
  [[nodiscard]] Result<std::optional<Json>> ask(Json posts) const {
    return ask_running_node(dir_, kImportCommand, asked(std::move(posts)));
  }

  fs::path dir_;
  std::string label_;
  std::unique_ptr<OpenNode> opened_;
};

std::string counted(uint64_t count, const char* one, const char* more) {
  return std::to_string(count) + " " + (count == 1 ? one : more);
}

struct ImportTally {
  uint64_t made = 0, known = 0, people = 0, left_out = 0;
  uint64_t passed_over = 0;  // of other organizations
  std::set<std::string> authors;
};

class PostReader {
 public:
  PostReader(TakingNode& node, std::string name, const std::vector<std::string>& orgs)
      : node_(node), name_(std::move(name)), orgs_(orgs.begin(), orgs.end()) {}

  // `size`: in bytes; 0: nobody knows.
  Result<ImportTally> read(std::istream& in, uint64_t size) {
    Progress progress("Importing", Progress::Unit::bytes);
    std::string buffer(kLongestLine + 2, '\0');
    for (uint64_t bytes = 0; next(in, buffer);) {
      const auto got = static_cast<size_t>(in.gcount());
      bytes += got;
      TRY(take_line(std::string_view(buffer).substr(0, in.eof() ? got : got - 1)));
      progress.show(bytes, size, std::to_string(tally_.made) + " posts");
    }
    if (in.bad() || !in.eof()) return stop(line_, "cannot be read, or has more than 1 MiB");
    TRY(flush());
    return std::move(tally_);
  }

 private:
  bool next(std::istream& in, std::string& buffer) {
    ++line_;
    return static_cast<bool>(
        in.getline(buffer.data(), static_cast<std::streamsize>(buffer.size())));
  }

  Result<void> take_line(std::string_view line) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return {};
    const auto json = parse_json(line);
    if (!json) return stop(line_, json.error().what);
    const auto org = std::string(find_string(*json, "org").value_or(""));
    if (!orgs_.empty() && !orgs_.contains(org)) {
      ++tally_.passed_over;
      return {};
    }
    const auto post = read_imported(*json, SystemClock().now());
    if (!post) return stop(line_, post.error().what);
    bytes_ += post->text.size();
    posts_.push_back(to_json(*post));
    lines_.push_back(line_);
    tally_.authors.insert(post->author);
    return posts_.size() < kPostsAtOnce && bytes_ < kBytesAtOnce ? Result<void>() : flush();
  }

  // What came before a bad line is taken.
  Error stop(uint64_t line, const std::string& what) {
    const auto taken = flush();
    return taken.ok() ? stopped(line, what) : taken.error();
  }

  Error stopped(uint64_t line, const std::string& what) const {
    return fail(Code::invalid,
                name_ + ", line " + std::to_string(line) + ": " + what + "; " +
                    counted(tally_.made + tally_.known, "post", "posts") +
                    " of the lines before it came in; mend it and import the same again, "
                    "nothing comes in twice");
  }

  Result<void> flush() {
    if (posts_.empty()) return {};
    const auto lines = std::exchange(lines_, {});
    auto posts = std::exchange(posts_, Json::array());
    bytes_ = 0;
    const auto answer = node_.take(posts);
    if (!answer) return stopped(lines.front(), answer.error().what);
    if (!find_member(*answer, "refused")) {
      count(*answer);
      return {};
    }
    const auto refused = std::min<size_t>(member(*answer, "refused"), lines.size() - 1);
    posts.erase(posts.begin() + static_cast<std::ptrdiff_t>(refused), posts.end());
    if (const auto before = node_.take(std::move(posts)); before.ok()) count(*before);
    return stopped(lines[refused], std::string(find_string(*answer, "why").value_or("")));
  }

  void count(const Json& answer) {
    tally_.made += member(answer, "made");
    tally_.known += member(answer, "known");
    tally_.people += member(answer, "people");
    tally_.left_out += member(answer, "left_out");
  }

  TakingNode& node_;
  const std::string name_;
  const std::set<std::string> orgs_;
  ImportTally tally_;
  uint64_t line_ = 0;
  // Read, and not yet taken.
  Json posts_ = Json::array();
  std::vector<uint64_t> lines_;
  size_t bytes_ = 0;
};

Result<ImportTally> read_file(TakingNode& node, const std::string& name,
                              const std::vector<std::string>& orgs) {
  if (name == "-") return PostReader(node, "standard input", orgs).read(std::cin, 0);
  std::error_code unknown;
  const auto size = fs::file_size(name, unknown);
  std::ifstream in(name);
  if (!in || fs::is_directory(name)) return fail(Code::not_found, name + " cannot be read");
  return PostReader(node, name, orgs).read(in, unknown ? 0 : size);
}

std::string text_of(const ImportTally& tally) {
  auto text = "Imported " + counted(tally.made, "post", "posts") + "; of " +
              counted(tally.authors.size(), "author", "authors") + " " +
              std::to_string(tally.people) + " came to be here with it";
  if (tally.known > 0) text += "; " + counted(tally.known, "was", "were") + " here already";
  if (tally.left_out > 0) {
    text += "; " + counted(tally.left_out, "was", "were") +
            " left out, of people who were deleted here";
  }
  if (tally.passed_over > 0) {
    text += "; " + counted(tally.passed_over, "line is", "lines are") + " of other organizations";
  }
  return text;
}

Json json_of(const ImportTally& tally) {
  return {{"made", tally.made},         {"known", tally.known},
          {"people", tally.people},     {"authors", tally.authors.size()},
          {"left_out", tally.left_out}, {"passed_over", tally.passed_over}};
}

Result<void> import_file(const Json& arguments) {
  const fs::path dir = TRY(text_argument(arguments, "data"));
  const auto file = TRY(text_argument(arguments, "file"));
  auto node = TRY(TakingNode::find(dir, text_argument_or(arguments, "label", "")));
  const auto tally = TRY(read_file(node, file, list_argument(arguments, "orgs")));
  const bool as_json = find_bool(arguments, "json").value_or(false);
  const auto text = as_json ? dump_json_pretty(json_of(tally)) : text_of(tally);
  if (std::puts(text.c_str()) < 0 || std::fflush(stdout) != 0) {
    return fail(Code::unavailable, "standard output cannot be written");
  }
  return {};
}

}  // namespace

std::vector<Command> import_posts_commands() {
  return {
      {.name = kImportCommand,
       .sentence = "Take in what people wrote elsewhere, as public posts at their time of "
                   "people who are added where they are missing",
       .arguments = {{"DIR", "data", "The node's data folder", true},
                     {"FILE", "file",
                      "Lines of JSON, each with author, date and text; - is standard input", true},
                     {"--org", "orgs", "Only lines with this \"org\"; may be given again", false,
                      ArgumentKind::list},
                     {"--label", "label",
                      "How far they may go: department, organization, partners or public"}},
       .run = import_some,
       .run_here = import_file}};
}

}  // namespace hallway
