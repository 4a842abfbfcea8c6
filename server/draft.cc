#include "server/draft.h"

#include "federation/compose.h"
#include "server/node.h"

namespace hallway {
namespace {
constexpr size_t kMostMentions = 16;  // each unknown one may wait for another node
}

std::vector<ResolvedMention> resolve_mentions(Node& node, std::string_view text) {
  std::vector<ResolvedMention> mentions;
  size_t asked = 0;
  for (const auto& written : mentions_in(text)) {
    if (++asked > kMostMentions) break;
    Handle handle = written;
    if (handle.domain.empty()) handle.domain = node.home().domain;
    const auto actor = node.resolver().resolve(handle);
    if (actor.ok()) mentions.push_back({written, actor->id});
  }
  return mentions;
}

std::string default_language(const Node& node) {
  const auto& languages = node.config().node.languages;
  return languages.empty() ? std::string() : languages.front();
}

}  // namespace hallway
