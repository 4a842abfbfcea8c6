#include "server/remote_address.h"

#include <algorithm>
#include <charconv>

#include "federation/policy.h"
#include "federation/shown_reactions.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr std::string_view kPosts = "posts", kPeople = "people";
constexpr std::string_view kIcon = "icon", kHeader = "header", kSmall = "-small",
                           kPreview = "-preview", kEmoji = "emoji-", kReaction = "reaction-",
                           kCaptions = "-captions-";
constexpr size_t kSignatureBytes = 16;

std::string signature_of(const Home& home, const std::string& name, const Iri& url) {
  const auto digest = hmac_sha256(home.media_key, name + "\n" + url.text());
  return hex(as_bytes_view(digest).substr(0, kSignatureBytes));
}

std::string name_of(std::string_view kind, Id id, std::string_view what) {
  return std::string(kind) + "/" + to_string(id) + "/" + std::string(what);
}

std::string through_us(const Home& home, const std::string& name, const Iri& url) {
  if (url.empty() || home.media_key.empty() || home.owns(url)) return url.text();
  return home.base.text() + "media/" + name + "/" + signature_of(home, name, url);
}

bool is_of(const Attachment& file, std::string_view type, std::string_view family) {
  return file.media_type.empty() ? file.type == type : file.media_type.starts_with(family);
}

bool is_picture(const Attachment& file) { return is_of(file, "Image", "image/"); }

// A linked page is opened where it is; so is what no browser shows, and a list of pieces of a film.
bool is_passed_on(const Attachment& file) {
  return is_picture(file) || is_of(file, "Video", "video/") || is_of(file, "Audio", "audio/");
}

std::vector<Emoji> through_us(const Home& home, std::string_view kind, Id id,
                              std::vector<Emoji> emojis) {
  for (auto& emoji : emojis) {
    const auto name = name_of(kind, id, std::string(kEmoji) + emoji.name);
    emoji.url = Iri::parse(through_us(home, name, emoji.url)).value_or(Iri());
  }
  return emojis;
}

std::optional<Iri> emoji_named(const std::vector<Emoji>& emojis, std::string_view name) {
  const auto found = std::ranges::find(emojis, name, &Emoji::name);
  if (found == emojis.end()) return std::nullopt;
  return found->url;
}

// ":name:" is how a reaction is stored.
std::optional<Iri> reaction_named(const ReadTxn& txn, const Home& home, Id post,
                                  std::string_view name) {
  const auto all = shown_emoji_reactions(txn, home, post);
  const auto content = ":" + std::string(name) + ":";
  const auto found = std::ranges::find(all, content, &EmojiCount::content);
  if (found == all.end()) return std::nullopt;
  return found->emoji;
}

Error no_file() { return fail(Code::not_found, "no such file"); }

Result<RemoteFileAsked> attached_file(const Post& post, const RemoteName& name) {
  const auto dash = std::min(name.what.find('-'), name.what.size());
  const auto way = name.what.substr(dash);
  size_t index = 0;
  const auto* const end = name.what.data() + dash;
  const auto read = std::from_chars(name.what.data(), end, index);
  if (read.ec != std::errc() || read.ptr != end || index >= post.attachments.size()) {
    return no_file();
  }
  const auto& file = post.attachments[index];
  if (way.empty()) return RemoteFileAsked{file.url};
  if (way == kPreview) return RemoteFileAsked{file.preview, /*small=*/true};
  if (way.starts_with(kCaptions)) {
    const auto language = way.substr(kCaptions.size());
    const auto found = std::ranges::find(file.captions, language, &Caption::language);
    if (found == file.captions.end()) return no_file();
    return RemoteFileAsked{.url = found->url, .captions = true};
  }
  if (way == kSmall && is_picture(file)) return RemoteFileAsked{file.url, /*small=*/true};
  return no_file();
}

Result<RemoteFileAsked> file_of_post(const ReadTxn& txn, const Home& home, const RemoteName& name) {
  const auto post = find_post(txn, parse_id(name.id).value_or(Id{}));
  const auto author = post ? find_actor(txn, post->author) : std::nullopt;
  if (!author || post->gone || !may_be_shown(txn, home, *author)) return no_file();
  const auto& what = name.what;
  const bool emoji = what.starts_with(kEmoji);
  if (!emoji && !what.starts_with(kReaction)) return attached_file(*post, name);
  const auto picture = emoji ? emoji_named(post->emojis, what.substr(kEmoji.size()))
                             : reaction_named(txn, home, post->id, what.substr(kReaction.size()));
  if (!picture) return no_file();
  return RemoteFileAsked{*picture};
}

Result<RemoteFileAsked> file_of_person(const ReadTxn& txn, const Home& home,
                                       const RemoteName& name) {
  const auto actor = find_actor(txn, parse_id(name.id).value_or(Id{}));
  if (!actor || !may_be_shown(txn, home, *actor)) return no_file();
  if (name.what == kIcon) return RemoteFileAsked{actor->icon, /*small=*/true};
  if (name.what == kHeader) return RemoteFileAsked{actor->header};
  if (!name.what.starts_with(kEmoji)) return no_file();
  if (auto picture = emoji_named(actor->emojis, name.what.substr(kEmoji.size()))) {
    return RemoteFileAsked{std::move(*picture)};
  }
  return no_file();
}

}  // namespace

std::string shown_file(const Home& home, const Post& post, size_t index) {
  const auto& file = post.attachments[index];
  if (post.local || !is_passed_on(file)) return file.url.text();
  return through_us(home, name_of(kPosts, post.id, std::to_string(index)), file.url);
}

std::string shown_preview(const Home& home, const Post& post, size_t index) {
  const auto& file = post.attachments[index];
  const auto number = std::to_string(index);
  if (post.local) return file.preview.text();
  if (!file.preview.empty()) {
    return through_us(home, name_of(kPosts, post.id, number + std::string(kPreview)), file.preview);
  }
  if (!is_picture(file)) return {};
  return through_us(home, name_of(kPosts, post.id, number + std::string(kSmall)), file.url);
}

std::vector<Caption> shown_captions(const Home& home, const Post& post, size_t index) {
  auto captions = post.attachments[index].captions;
  for (auto& caption : captions) {
    const auto what = std::to_string(index) + std::string(kCaptions) + caption.language;
    const auto place = name_of(kPosts, post.id, what);
    caption.url = Iri::parse(through_us(home, place, caption.url)).value_or(Iri());
  }
  return captions;
}

std::string shown_icon(const Home& home, const Actor& actor) {
  if (actor.local) return actor.icon.text();
  return through_us(home, name_of(kPeople, actor.id, kIcon), actor.icon);
}

std::string shown_header(const Home& home, const Actor& actor) {
  if (actor.local) return actor.header.text();
  return through_us(home, name_of(kPeople, actor.id, kHeader), actor.header);
}

std::vector<Emoji> shown_emojis(const Home& home, const Post& post) {
  return through_us(home, kPosts, post.id, post.emojis);
}

std::vector<Emoji> shown_emojis(const Home& home, const Actor& actor) {
  return through_us(home, kPeople, actor.id, actor.emojis);
}

Iri shown_reaction(const Home& home, const Post& post, const EmojiCount& reaction) {
  if (reaction.emoji.empty() || reaction.content.size() < 2) return {};
  const auto name = reaction.content.substr(1, reaction.content.size() - 2);
  const auto place = name_of(kPosts, post.id, std::string(kReaction) + name);
  return Iri::parse(through_us(home, place, reaction.emoji)).value_or(Iri());
}

Result<RemoteFileAsked> find_remote_file(const ReadTxn& txn, const Home& home,
                                         const RemoteName& name) {
  if (home.media_key.empty()) return no_file();
  auto asked = name.kind == kPosts ? TRY(file_of_post(txn, home, name))
                                   : TRY(file_of_person(txn, home, name));
  const std::string said =
      std::string(name.kind) + "/" + std::string(name.id) + "/" + std::string(name.what);
  if (asked.url.empty() ||
      !equal_constant_time(name.signature, signature_of(home, said, asked.url))) {
    return no_file();
  }
  return asked;
}

}  // namespace hallway
