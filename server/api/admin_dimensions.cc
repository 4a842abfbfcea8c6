#include "server/api/admin_dimensions.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "server/api/admin.h"
#include "server/api/admin_figures.h"
#include "server/node.h"
#include "server/progress.h"
#include "server/version.h"
#include "storage/follows.h"
#include "storage/tokens.h"

namespace hallway::api {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostPosts = 200'000;  // looked at

struct Part {
  std::string key;
  uint64_t value = 0;
};
using Parts = std::vector<Part>;

struct Asked {
  Node& node;
  const ReadTxn& txn;
  DaySpan span;
  std::string domain;
};

Parts parts_of(const std::map<std::string, uint64_t>& counted) {
  Parts parts;
  for (const auto& [key, value] : counted) parts.push_back({key, value});
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.value > b.value; });
  return parts;
}

void for_each_post(const Asked& asked, const std::function<void(const Post&)>& visit) {
  size_t looked_at = 0;
  scan_posts(asked.txn, first_id_at(asked.span.end()), [&](Id id) {
    if (id < first_id_at(asked.span.begin()) || ++looked_at > kMostPosts) return false;
    const auto post = find_post(asked.txn, id);
    if (post && !post->gone) visit(*post);
    return true;
  });
}

Parts languages(const Asked& asked) {
  std::map<std::string, uint64_t> counted;
  for_each_post(asked, [&](const Post& post) {
    if (post.local && !post.language.empty()) ++counted[post.language];
  });
  return parts_of(counted);
}

Parts languages_there(const Asked& asked) {
  std::map<std::string, uint64_t> counted;
  for_each_post(asked, [&](const Post& post) {
    const bool there = !post.local && post.iri.domain().text() == asked.domain;
    if (there && !post.language.empty()) ++counted[post.language];
  });
  return parts_of(counted);
}

Parts servers(const Asked& asked) {
  std::map<std::string, uint64_t> counted;
  for_each_post(asked, [&](const Post& post) {
    if (!post.local) ++counted[std::string(post.iri.domain().text())];
  });
  return parts_of(counted);
}

Parts sources(const Asked& asked) {
  std::map<std::string, std::set<Id>> users;
  for_each_token(asked.txn, [&](const std::string&, const Token& token) {
    const bool by_program = token.kind == TokenKind::bearer && token.account;
    const auto let_in = std::max(token.created, token.used);
    if (by_program && asked.span.day_of(let_in)) users[token.name].insert(token.account);
  });
  std::map<std::string, uint64_t> counted;
  for (const auto& [name, people] : users) counted[name] = people.size();
  return parts_of(counted);
}

Parts accounts_there(const Asked& asked) {
  std::map<std::string, uint64_t> counted;
  scan_actors(asked.txn, Id{}, [&](const Actor& actor) {
    const bool there = !actor.local && !actor.gone && actor.iri.domain().text() == asked.domain;
    if (there) counted[actor.name] = count_followers(asked.txn, actor.id);
    return true;
  });
  return parts_of(counted);
}

uint64_t bytes_in(const fs::path& folder) {
  uint64_t bytes = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    std::error_code gone;
    const auto size = entry.file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

Parts space_usage(const Asked& asked) {
  const auto& dir = asked.node.store().dir();
  return parts_of({{"store", bytes_in(dir / "store")},
                   {"media", bytes_in(dir / "media")},
                   {"cache", bytes_in(dir / "cache")}});
}

struct Dimension {
  std::string_view key;
  Parts (*parts)(const Asked& asked);
  std::string_view unit = {};
  bool of_domain = false;
};
constexpr Dimension kDimensions[] = {
    {"languages", languages},
    {"sources", sources},
    {"servers", servers},
    {"space_usage", space_usage, "bytes"},
    {"instance_accounts", accounts_there, {}, /*of_domain=*/true},
    {"instance_languages", languages_there, {}, /*of_domain=*/true}};

Json dimension_json(const Dimension& dimension, const Asked& asked, size_t limit) {
  Json data = Json::array();
  for (const auto& part : dimension.parts(asked)) {
    if (data.size() == limit) break;
    Json one{{"key", part.key}, {"human_key", part.key}, {"value", std::to_string(part.value)}};
    if (!dimension.unit.empty()) {
      one["unit"] = dimension.unit;
      one["human_value"] = size_text(part.value);
    }
    data.push_back(std::move(one));
  }
  return {{"key", dimension.key}, {"data", std::move(data)}};
}

Json software_json() {
  return {{"key", "software_versions"},
          {"data", Json::array({{{"key", kSoftware},
                                 {"human_key", "Hallway"},
                                 {"value", kVersion},
                                 {"human_value", kVersion}}})}};
}

}  // namespace

Result<Response> show_dimensions(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, "admin:read", Role::admin));
  const auto params = TRY(Params::of(call.request));
  const auto span = TRY(day_span_in(params));
  const auto keys = params.find_all("keys");
  if (keys.empty()) return fail(Code::invalid, "keys is missing");
  const auto txn = TRY(node.read());
  Json out = Json::array();
  for (const auto key : keys) {
    if (key == "software_versions") out.push_back(software_json());
    const auto* dimension = std::ranges::find(kDimensions, key, &Dimension::key);
    if (dimension == std::end(kDimensions)) continue;
    const Asked asked{node, txn, span, params.text(std::string(key) + "[domain]")};
    if (dimension->of_domain && asked.domain.empty()) {
      return fail(Code::invalid, std::string(key) + "[domain] is missing");
    }
    out.push_back(dimension_json(*dimension, asked, params.limit(10, 100)));
  }
  return json_answer(out);
}

}  // namespace hallway::api
