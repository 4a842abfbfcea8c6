#include "server/oauth/scopes.h"

#include <algorithm>
#include <array>

namespace hallway {
namespace {

constexpr auto kScopes = std::to_array<std::string_view>({"activitypub:read:all",
                                                          "activitypub:write:all",
                                                          "read",
                                                          "write",
                                                          "follow",
                                                          "push",
                                                          "profile",
                                                          "offline_access",
                                                          "admin",
                                                          "admin:read",
                                                          "admin:write",
                                                          "read:accounts",
                                                          "read:blocks",
                                                          "read:bookmarks",
                                                          "read:favourites",
                                                          "read:filters",
                                                          "read:follows",
                                                          "read:lists",
                                                          "read:mutes",
                                                          "read:notifications",
                                                          "read:search",
                                                          "read:statuses",
                                                          "write:accounts",
                                                          "write:blocks",
                                                          "write:bookmarks",
                                                          "write:conversations",
                                                          "write:favourites",
                                                          "write:filters",
                                                          "write:follows",
                                                          "write:lists",
                                                          "write:media",
                                                          "write:mutes",
                                                          "write:notifications",
                                                          "write:reports",
                                                          "write:statuses",
                                                          "admin:read:accounts",
                                                          "admin:read:canonical_email_blocks",
                                                          "admin:read:domain_allows",
                                                          "admin:read:domain_blocks",
                                                          "admin:read:email_domain_blocks",
                                                          "admin:read:ip_blocks",
                                                          "admin:read:reports",
                                                          "admin:write:accounts",
                                                          "admin:write:canonical_email_blocks",
                                                          "admin:write:domain_allows",
                                                          "admin:write:domain_blocks",
                                                          "admin:write:email_domain_blocks",
                                                          "admin:write:ip_blocks",
                                                          "admin:write:reports"});

struct Words {
  std::string_view prefix;
  std::string_view words;
};
// The first that fits.
constexpr Words kWords[] = {
    {"activitypub:read:", "See everything that you see here, also what is not public"},
    {"activitypub:write:", "Do in your name whatever you can do: post, edit, delete, follow, like"},
    {"read:accounts", "See your profile and those of others"},
    {"read:notifications", "See your notifications"},
    {"read:", "See some of what you see here"},
    {"read", "See everything that you see here, also what is not public"},
    {"write:statuses", "Post, edit and delete in your name"},
    {"write:media", "Upload pictures and videos in your name"},
    {"write:accounts", "Change your profile"},
    {"write:", "Change some of what is yours"},
    {"write", "Do in your name whatever you can do: post, edit, delete, follow, like"},
    {"follow", "Follow, mute and block people in your name"},
    {"push", "Send you notifications"},
    {"profile", "See your name and address"},
    {"offline_access", "Stay signed in"},
    {"admin:read", "See what administrators see"},
    {"admin", "Do what administrators can do"},
};

// What "follow" meant before scopes became fine.
bool is_follow_scope(std::string_view wanted) {
  const auto what = wanted.substr(std::min(wanted.find(':') + 1, wanted.size()));
  return what == "follows" || what == "blocks" || what == "mutes";
}

// The Basic Profile of the Social Web group calls the two broad ones so.
std::string_view usual_name(std::string_view scope) {
  if (scope == "activitypub:read:all") return "read";
  return scope == "activitypub:write:all" ? std::string_view("write") : scope;
}

bool contains(std::string_view broad, std::string_view wanted) {
  broad = usual_name(broad);
  wanted = usual_name(wanted);
  if (wanted == broad) return true;
  if (wanted.size() > broad.size() && wanted.starts_with(broad) && wanted[broad.size()] == ':') {
    return true;
  }
  return broad == "follow" && !wanted.starts_with("admin") && is_follow_scope(wanted);
}

}  // namespace

std::span<const std::string_view> known_scopes() { return kScopes; }

std::vector<std::string_view> split_scopes(std::string_view scopes) {
  std::vector<std::string_view> list;
  while (!scopes.empty()) {
    const size_t end = std::min(scopes.find_first_of(" ,"), scopes.size());
    if (end > 0) list.push_back(scopes.substr(0, end));
    scopes.remove_prefix(std::min(end + 1, scopes.size()));
  }
  return list;
}

Result<std::string> parse_scopes(std::string_view text) {
  std::string scopes;
  for (const auto one : split_scopes(text)) {
    if (std::ranges::find(kScopes, one) == kScopes.end()) {
      return fail(Code::invalid, "\"" + std::string(one.substr(0, 64)) +
                                     "\" is no scope; there are read, write, follow, push, "
                                     "profile, admin and their parts, as in read:statuses");
    }
    const auto before = split_scopes(scopes);
    if (std::ranges::find(before, one) != before.end()) continue;
    scopes.append(scopes.empty() ? "" : " ").append(one);
  }
  if (scopes.empty()) return fail(Code::invalid, "name at least one scope, such as read");
  return scopes;
}

bool has_scope(std::string_view granted, std::string_view wanted) {
  return std::ranges::any_of(split_scopes(granted),
                             [&](auto one) { return contains(one, wanted); });
}

bool has_scopes(std::string_view granted, std::string_view wanted) {
  return std::ranges::all_of(split_scopes(wanted),
                             [&](auto one) { return has_scope(granted, one); });
}

std::string_view words_of_scope(std::string_view scope) {
  const auto found =
      std::ranges::find_if(kWords, [&](const Words& row) { return scope.starts_with(row.prefix); });
  return found == std::end(kWords) ? std::string_view() : found->words;
}

}  // namespace hallway
