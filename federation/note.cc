#include "federation/note.h"

#include <algorithm>
#include <array>

#include "federation/attachment.h"
#include "federation/captions.h"
#include "federation/compose.h"
#include "federation/emoji.h"
#include "federation/hashtag.h"
#include "federation/html.h"
#include "federation/page_links.h"
#include "federation/plain_text.h"
#include "federation/poll.h"
#include "federation/question.h"
#include "federation/quote_link.h"

namespace hallway {
namespace {

constexpr std::array<std::string_view, 10> kPostTypes = {"Note",  "Article",    "Page",  "Question",
                                                         "Image", "Video",      "Audio", "Document",
                                                         "Event", "ChatMessage"};
constexpr size_t kMostMentions = 100, kMostTags = 100, kMostAudience = 2'000;
constexpr size_t kMostWarning = 5'000, kMostTitle = 1'000, kMostPlace = 500;

std::string language_of(const Json& object) {
  for (const auto* key : {"contentMap", "nameMap", "summaryMap"}) {
    const auto* map = find_member(object, key);
    if (map && map->is_object() && map->size() == 1 && as_string(*map->begin())) {
      return map->begin().key() == "und" ? std::string() : clipped(map->begin().key(), 35);
    }
  }
  // PeerTube and Lemmy say {"identifier": "en"}, Mobilizon names it as schema.org does.
  const auto* language = find_member(object, "language");
  if (!language) language = find_member(object, "inLanguage");
  if (!language) return {};
  return clipped(find_string(*language, "identifier").value_or(as_string(*language).value_or("")),
                 35);
}

std::vector<std::string> audience(const Json& object, std::string_view key) {
  std::vector<std::string> out;
  for (const auto* value : find_list(object, key)) {
    if (out.size() == kMostAudience) break;
    if (const auto text = as_string(*value); text && is_public_collection(*text)) {
      out.emplace_back(kPublic);
    } else if (const auto iri = iri_of(*value)) {
      out.push_back(iri->text());
    }
  }
  return out;
}

void read_tags(const Json& object, Post& post) {
  for (const auto* tag : find_list(object, "tag")) {
    const auto type = type_of(*tag);
    const auto name = find_string(*tag, "name").value_or("");
    if (type == "Mention" && post.mentions.size() < kMostMentions) {
      const auto iri = find_iri(*tag, "href");
      if (iri) post.mentions.push_back({*iri, clipped(name, 500)});
    } else if (type == "Hashtag" && post.tags.size() < kMostTags && !name.empty()) {
      const auto bare = normalize_hashtag(clipped(name, 500));
      if (!bare.empty() && std::ranges::find(post.tags, bare) == post.tags.end()) {
        post.tags.push_back(bare);
      }
    }
  }
}

// The collection of its replies counts only where the post itself lives.
void read_replies(const Json& object, Post& post) {
  const auto iri = find_iri(object, "replies");
  if (!iri || !iri->same_origin(post.iri)) return;
  post.replies = *iri;
  const auto total = find_int(*find_member(object, "replies"), "totalItems").value_or(0);
  post.replies_there = static_cast<uint32_t>(std::clamp<int64_t>(total, 0, UINT32_MAX));
}

std::string content_of(const Json& object) {
  const auto content = find_text(object, "content");
  const auto type = find_string(object, "mediaType");
  // PeerTube writes Markdown, which reads well as what it is: paragraphs with links.
  if (type == "text/plain" || type == "text/markdown") return compose(content, {}).html;
  return sanitize_html(content);
}

void append_words(std::string& text, std::string_view more) {
  if (more.empty()) return;
  if (!text.empty()) text += ", ";
  text += more;
}

// A Place (Mobilizon, WordPress), its bare name, or the address of a meeting on the web.
std::string place_of(const Json& object) {
  for (const auto* value : find_list(object, "location")) {
    if (const auto text = as_string(*value)) return clipped(text_of_html(*text), kMostPlace);
    std::string place = text_of_html(find_text(*value, "name"));
    append_words(place, text_of_html(find_string(*value, "address").value_or("")));
    if (const auto* address = find_member(*value, "address"); address && address->is_object()) {
      for (const auto* part : {"streetAddress", "postalCode", "addressLocality", "addressCountry"})
        append_words(place, text_of_html(find_string(*address, part).value_or("")));
    }
    if (place.empty()) place = find_string(*value, "url").value_or("");
    if (!place.empty()) return clipped(place, kMostPlace);
  }
  return {};
}

void read_event(const Json& object, Post& post) {
  if (post.type != "Event") return;
  post.starts = find_time(object, "startTime").value_or(Time{});
  post.ends = find_time(object, "endTime").value_or(Time{});
  post.place = place_of(object);
}

// FEP-1b12 names the group that a Page is for here; so it is one more it is addressed to.
void read_audience(const Json& object, Post& post) {
  post.to = audience(object, "to");
  post.cc = audience(object, "cc");
  for (auto& iri : audience(object, "audience")) {
    const auto in = [&](const std::vector<std::string>& list) {
      return std::ranges::find(list, iri) != list.end();
    };
    if (!in(post.to) && !in(post.cc)) post.cc.push_back(std::move(iri));
  }
}

Json strings(const std::vector<std::string>& list) {
  Json out = Json::array();
  for (const auto& text : list) out.push_back(text);
  return out;
}

Json tags_json(const Post& post, const Home& home) {
  Json out = Json::array();
  for (const auto& mention : post.mentions) {
    out.push_back({{"type", "Mention"}, {"href", mention.iri.text()}, {"name", mention.name}});
  }
  for (const auto& tag : post.tags) {
    out.push_back({{"type", "Hashtag"},
                   {"href", home.at("tags/" + percent_encode(tag)).text()},
                   {"name", "#" + tag}});
  }
  for (auto& emoji : emoji_tags(post.emojis, home)) out.push_back(std::move(emoji));
  return out;
}

// Of what is a file itself (an Image, a Video) that file.
const Attachment* own_file_of(const Post& post) {
  constexpr std::array<std::string_view, 4> kFiles = {"Image", "Video", "Audio", "Document"};
  const bool is_file = std::ranges::find(kFiles, post.type) != kFiles.end();
  return is_file && !post.attachments.empty() ? post.attachments.data() : nullptr;
}

// Its page and the file; of what is no file itself the page.
Json url_json(const Post& post) {
  const auto* const file = own_file_of(post);
  if (!file) return post.url.text();
  const auto link = [](const Iri& at, const std::string& media_type) {
    return Json{{"type", "Link"}, {"href", at.text()}, {"mediaType", media_type}};
  };
  return Json::array({link(post.url, "text/html"), link(file->url, file->media_type)});
}

Json tombstone_json(const Post& post) {
  return {{"id", post.iri.text()},
          {"type", "Tombstone"},
          {"formerType", post.type},
          {"deleted", to_rfc3339(post.gone_at)}};
}

}  // namespace

std::string find_text(const Json& object, std::string_view key) {
  for (const auto* value : find_list(object, key)) {
    if (const auto text = as_string(*value)) return std::string(*text);
  }
  const auto* map = find_member(object, std::string(key) + "Map");
  if (!map || !map->is_object() || map->empty()) return {};
  return std::string(as_string(*map->begin()).value_or(""));
}

bool is_post_type(std::string_view type) {
  return std::ranges::find(kPostTypes, type) != kPostTypes.end();
}

std::string type_of(const Json& object) {
  std::string first;
  for (const auto* value : find_list(object, "type")) {
    const auto type = as_string(*value);
    if (!type) continue;
    if (is_post_type(*type)) return std::string(*type);
    if (first.empty()) first = clipped(*type, 64);
  }
  return first;
}

Visibility visibility_of(const std::vector<std::string>& to, const std::vector<std::string>& cc,
                         std::string_view followers) {
  const auto has = [](const std::vector<std::string>& list, std::string_view iri) {
    return !iri.empty() && std::ranges::find(list, iri) != list.end();
  };
  if (has(to, kPublic)) return Visibility::public_;
  if (has(cc, kPublic)) return Visibility::unlisted;
  if (has(to, followers) || has(cc, followers)) return Visibility::followers;
  return Visibility::direct;
}

Result<ReadNote> parse_note(const Json& object, std::string_view author_followers) {
  ReadNote out;
  auto& post = out.post;
  post.type = type_of(object);
  if (!is_post_type(post.type))
    return fail(Code::invalid, "an object of type '" + post.type + "' is no post");
  const auto id = find_iri(object, "id");
  if (!id) return fail(Code::invalid, "the object has no id that is an http(s) address");
  post.iri = *id;
  // Several authors (PeerTube: account and channel): the first of the object's own origin.
  for (const auto& author : find_iris(object, "attributedTo")) {
    if (out.author.empty() && author.same_origin(post.iri)) out.author = author;
  }
  if (out.author.empty()) {
    return fail(Code::invalid, "attributedTo names nobody of the origin of " + post.iri.text());
  }
  post.content = content_of(object);
  post.title = clipped(text_of_html(find_text(object, "name")), kMostTitle);
  post.summary = clipped(text_of_html(find_text(object, "summary")), kMostWarning);
  post.sensitive = find_bool(object, "sensitive").value_or(false);
  post.language = language_of(object);
  post.url = page_of(object);
  if (const auto parents = find_iris(object, "inReplyTo"); !parents.empty())
    post.in_reply_to = parents.front();
  read_replies(object, post);
  post.published = find_time(object, "published").value_or(Time{});
  post.updated = find_time(object, "updated").value_or(Time{});
  read_audience(object, post);
  post.visibility = visibility_of(post.to, post.cc, author_followers);
  post.conversation = clipped(
      find_string(object, "context").value_or(find_string(object, "conversation").value_or("")),
      2'048);
  read_tags(object, post);
  read_attachments(object, post);
  read_event(object, post);
  if (post.type == "Question") post.poll = find_poll(object);
  post.emojis = find_emojis(object);
  read_quote(object, author_followers, post);
  read_question(object, post);
  post.links = page_links(post);
  if (const auto label = find_string(object, "hallwayLabel")) out.label = parse_label(*label);
  return out;
}

Iri collection_of(const Post& post, std::string_view name) {
  return Iri::parse(post.iri.text() + "/" + std::string(name)).value_or(Iri());
}

Iri context_of(const Post& post) {
  if (!post.conversation.empty()) return Iri::parse(post.conversation).value_or(Iri());
  return post.in_reply_to.empty() ? collection_of(post, "context") : Iri();
}

Json note_json(const Post& post, const Actor& author, const Home& home) {
  if (post.gone) return tombstone_json(post);
  Json out{{"id", post.iri.text()},
           {"type", post.type},
           {"attributedTo", author.iri.text()},
           {"content", post.content},
           {"published", to_rfc3339(post.published)},
           {"to", strings(post.to)},
           {"cc", strings(post.cc)},
           {"tag", tags_json(post, home)},
           {"attachment", Json::array()},
           {"sensitive", post.sensitive || author.sensitized},
           {"summary", post.summary.empty() ? Json() : Json(post.summary)},
           {"inReplyTo", post.in_reply_to.empty() ? Json() : Json(post.in_reply_to.text())},
           {"url", url_json(post)},
           {"hallwayLabel", name_of(post.label)}};
  for (const auto* name : {"replies", "likes", "shares"})
    out[name] = collection_of(post, name).text();
  if (const auto context = context_of(post); !context.empty()) out["context"] = context.text();
  for (const auto& a : post.attachments) out["attachment"].push_back(attachment_json(a));
  if (const auto* const file = own_file_of(post); file && !file->captions.empty()) {
    out["subtitleLanguage"] = captions_json(file->captions);
  }
  if (!post.language.empty()) out["contentMap"] = {{post.language, post.content}};
  if (post.updated.ms) out["updated"] = to_rfc3339(post.updated);
  if (!post.title.empty()) out["name"] = post.title;
  if (post.poll) add_poll(out, *post.poll);
  add_quote(out, post, author);
  add_question(out, post);
  if (!post.source.empty()) {
    out["source"] = {{"content", post.source}, {"mediaType", "text/plain"}};
  }
  return out;
}

}  // namespace hallway
