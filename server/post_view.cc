#include "server/post_view.h"

#include <algorithm>

#include "federation/html.h"
#include "federation/shown_reactions.h"
#include "federation/thread.h"
#include "server/emoji_view.h"
#include "server/node.h"
#include "server/poll_view.h"
#include "server/remote_address.h"
#include "storage/questions.h"
#include "storage/values/utf8.h"

namespace hallway {
namespace {

void write_author(Html& html, const Home& home, const PostView& view) {
  const auto& author = view.author;
  html.open("header");
  html.empty("img", {{"class", "face"},
                     {"src", face_of(author, home)},
                     {"alt", ""},
                     {"width", "48"},
                     {"height", "48"},
                     {"loading", "lazy"}});
  html.open("a", {{"class", "names"}, {"href", page_of(author, home)}});
  html.open("strong").open("bdi");
  html.trusted(show_emojis_in_text(author.shown_name(), shown_emojis(home, author)))
      .close()
      .close();
  html.open("span", {{"class", "handle"}}).element("bdi", {}, short_handle(author));
  if (const auto kind = words_for_type(author); !kind.empty()) {
    html.text(" · ").element("span", {{"class", "kind"}}, kind);
  }
  html.close().close().close();
}

// A page that the post is about, with the picture that its server made of it.
void write_linked_page(Html& html, const Attachment& page, const std::string& picture) {
  const auto& url = page.url.text();
  html.open("p", {{"class", "linked"}});
  if (!picture.empty()) {
    html.empty("img", {{"src", picture}, {"alt", ""}, {"loading", "lazy"}});
  }
  html.link(url, page.name.empty() ? std::string_view(url) : page.name).close();
}

enum class Medium { image, video, audio, other };

Medium medium_of(const Attachment& file) {
  const auto is = [&](std::string_view prefix, std::string_view type) {
    return file.media_type.starts_with(prefix) || file.type == type;
  };
  if (is("video/", "Video")) return Medium::video;
  if (is("audio/", "Audio")) return Medium::audio;
  return is("image/", "Image") ? Medium::image : Medium::other;
}

void write_film(Html& html, const Home& home, const Post& post, size_t index) {
  const auto& file = post.attachments[index];
  const auto url = shown_file(home, post, index), poster = shown_preview(home, post, index);
  // No browser shows captions in an <audio>.
  const bool video = medium_of(file) == Medium::video || !file.captions.empty();
  html.open(video ? "video" : "audio", {{"controls", ""},
                                        {file.loop ? "loop" : "", ""},
                                        {"preload", "none"},
                                        {"src", url},
                                        {poster.empty() || !video ? "" : "poster", poster},
                                        {"aria-label", file.name}});
  for (const auto& caption : shown_captions(home, post, index)) {
    html.empty("track", {{"kind", "captions"},
                         {"src", caption.url.text()},
                         {"srclang", caption.language},
                         {"label", caption.label}});
  }
  html.close();
}

void write_file(Html& html, const Home& home, const Post& post, size_t index) {
  const auto& file = post.attachments[index];
  const auto url = shown_file(home, post, index), poster = shown_preview(home, post, index);
  if (file.type == "Link") return write_linked_page(html, file, poster);
  html.open("figure");
  const auto medium = medium_of(file);
  switch (medium) {
    case Medium::video:
    case Medium::audio: write_film(html, home, post, index); break;
    case Medium::image:
      html.open("a", {{"href", url}});
      html.empty("img",
                 {{"src", poster.empty() ? url : poster}, {"alt", file.name}, {"loading", "lazy"}});
      html.close();
      break;
    case Medium::other:
      html.link(url, file.name.empty() ? std::string_view("attached file") : file.name);
      break;
  }
  if (!file.name.empty() && medium != Medium::other) {
    html.open("figcaption", {{"dir", "auto"}}).text(file.name).close();
  }
  html.close();
}

// The group that a post was written for (FEP-1b12), if it is one we know.
void write_group(Html& html, const ReadTxn& txn, const Home& home, const Post& post) {
  constexpr size_t kMostAsked = 4;
  size_t asked = 0;
  for (const auto* list : {&post.to, &post.cc}) {
    for (const auto& text : *list) {
      if (text == kPublic || asked++ == kMostAsked) continue;
      const auto iri = Iri::parse(text);
      const auto group = iri.ok() ? find_actor(txn, *iri) : std::nullopt;
      if (!group || group->type != "Group" || !may_be_shown(txn, home, *group)) continue;
      html.open("p", {{"class", "meta"}}).text("in ").open("bdi");
      html.link(page_of(*group, home), group->shown_name()).close().close();
      return;
    }
  }
}

void write_event(Html& html, const Post& post) {
  if (!post.starts.ms && post.place.empty()) return;
  html.open("dl", {{"class", "event"}});
  if (post.starts.ms) {
    html.element("dt", {}, "When").open("dd").time(post.starts);
    if (post.ends > post.starts) html.text(" to ").time(post.ends);
    html.close();
  }
  if (!post.place.empty()) {
    html.element("dt", {}, "Where").open("dd").element("bdi", {}, post.place).close();
  }
  html.close();
}

void write_body(Html& html, const Home& home, const Post& post) {
  html.open(
      "div",
      {{"class", "text"}, {"dir", "auto"}, {post.language.empty() ? "" : "lang", post.language}});
  if (!post.title.empty()) {
    html.open("h3").trusted(show_emojis_in_text(post.title, shown_emojis(home, post))).close();
  }
  write_event(html, post);
  html.trusted(show_emojis(post.content, shown_emojis(home, post))).close();
  if (post.attachments.empty()) return;
  html.open("div", {{"class", "files"}});
  for (size_t i = 0; i < post.attachments.size(); ++i) write_file(html, home, post, i);
  html.close();
}

// What it quotes: shown where its author consented and whoever looks may see it, else named.
void write_quote(Html& html, const ReadTxn& txn, const Home& home, const PostView& view) {
  const auto& post = view.post;
  const auto quoted = find_post(txn, post.quote);
  const auto author = quoted ? find_actor(txn, quoted->author) : std::nullopt;
  const bool shown = post.quote_state == QuoteState::accepted && author && !quoted->gone &&
                     may_flow(txn, home, *quoted, view.viewer);
  html.open("blockquote", {{"class", "quoted"}});
  if (shown) {
    constexpr size_t kMostShown = 400;
    html.open("p").open("strong").element("bdi", {}, author->shown_name()).close();
    html.text(" ").open("span", {{"class", "handle"}});
    html.element("bdi", {}, short_handle(*author)).close().close();
    html.open("p", {{"dir", "auto"}}).text(excerpt_of(*quoted, kMostShown)).text(" ");
    html.link(page_of(*quoted, *author, home), "Read it").close();
  } else {
    html.open("p").text("It quotes ").link(post.quote.text(), post.quote.text()).close();
  }
  html.close();
}

// Whether it asks something, where the answer is, and whether it is one itself.
void write_question(Html& html, const ReadTxn& txn, const Home& home, const PostView& view) {
  const auto& post = view.post;
  const auto shown = [&](const std::optional<Post>& other) {
    return other && may_flow(txn, home, *other, view.viewer);
  };
  if (post.question) {
    const auto answer = find_accepted_answer(txn, post);
    const auto author = shown(answer) ? find_actor(txn, answer->author) : std::nullopt;
    html.open("p", {{"class", "meta"}}).text("Question");
    if (author) html.text(" · ").link(page_of(*answer, *author, home), "Accepted answer");
    html.close();
  }
  if (shown(find_answered_question(txn, post))) {
    html.element("p", {{"class", "meta"}}, "✓ Accepted answer");
  }
}

// Our own pages show what it said before; others' posts are at home elsewhere.
void write_edited(Html& html, const ReadTxn& txn, const Home& home, const PostView& view) {
  html.open("span").text("edited ").time(view.post.updated);
  if (view.post.local && may_flow(txn, home, view.post, Destination::anybody())) {
    html.text(" ").open("a", {{"href", page_of(view.post, view.author, home) + "/history"}});
    html.text("versions").close();
  }
  html.close();
}

void write_footer(Html& html, const ReadTxn& txn, const Home& home, const PostView& view) {
  const auto& post = view.post;
  html.open("footer");
  html.open("a", {{"href", page_of(post, view.author, home)}}).time(post.published).close();
  if (post.updated.ms) write_edited(html, txn, home, view);
  if (post.label != Label::public_) html.element("span", {}, words_for(post.label));
  const auto figure = [&](size_t count, const char* one, const char* many) {
    if (count) html.element("span", {}, std::to_string(count) + " " + (count == 1 ? one : many));
  };
  figure(count_visible_replies(txn, home, post.id, view.viewer), "reply", "replies");
  figure(count_boosts(txn, post.id), "boost", "boosts");
  figure(count_reactions(txn, post.id), "like", "likes");
  for (const auto& reaction : shown_emoji_reactions(txn, home, post.id)) {
    const auto& content = reaction.content;
    const auto picture = shown_reaction(home, post, reaction);
    const auto shown =
        picture.empty() ? escape_html(content)
                        : show_emojis(content, {{content.substr(1, content.size() - 2), picture}});
    html.open("span").trusted(shown).text(" " + std::to_string(reaction.count)).close();
  }
  html.close();
}

}  // namespace

std::string_view words_for_type(const Actor& actor) {
  if (actor.type == "Service" || actor.type == "Application") return "bot";
  if (actor.type == "Group") return "group";
  if (actor.type == "Organization") return "organization";
  return {};
}

std::string_view words_for(Label label) {
  switch (label) {
    case Label::department: return "Only this department";
    case Label::organization: return "The whole organization";
    case Label::partners: return "The organization and its partners";
    case Label::public_: return "Everybody, on the web too";
  }
  return "";
}

std::string short_handle(const Actor& actor) {
  return actor.local ? "@" + actor.name : "@" + actor.handle();
}

std::string page_of(const Actor& actor, const Home& home) {
  if (actor.local) return home.base.text() + "@" + percent_encode(actor.name);
  return actor.url.empty() ? actor.iri.text() : actor.url.text();
}

std::string face_of(const Actor& actor, const Home& home) {
  if (!actor.icon.empty()) return shown_icon(home, actor);
  return home.base.text() + "assets/faces/" + percent_encode(actor.name);
}

std::string page_of(const Post& post, const Actor& author, const Home& home) {
  if (post.local) return home.page(author.name, post.id).text();
  return post.url.empty() ? post.iri.text() : post.url.text();
}

void write_featured_tags(Html& html, const Home& home, const Actor& actor) {
  if (actor.tags.empty()) return;
  html.open("p", {{"class", "tags"}, {"dir", "auto"}});
  for (const auto& tag : actor.tags) {
    html.link(home.base.text() + "tags/" + percent_encode(tag), "#" + tag).text(" ");
  }
  html.close();
}

void write_text(Html& html, const Home& home, const Post& post, Time now) {
  if (!post.summary.empty()) {
    html.open("details").open("summary", {{"dir", "auto"}});
    html.trusted(show_emojis_in_text(post.summary, shown_emojis(home, post))).close();
    write_body(html, home, post);
    if (post.poll) write_poll(html, post, now);
    html.close();
  } else {
    write_body(html, home, post);
    if (post.poll) write_poll(html, post, now);
  }
}

void write_post(Html& html, const ReadTxn& txn, const Home& home, const PostView& view) {
  const auto& post = view.post;
  html.open("article", {{"class", view.here ? "post here" : "post"}});
  if (view.booster) {
    html.open("p", {{"class", "boosted"}}).element("bdi", {}, view.booster->shown_name());
    html.text(" boosted").close();
  }
  if (post.gone) {
    html.element("p", {{"class", "gone"}}, "This post was deleted.").close();
    return;
  }
  write_author(html, home, view);
  if (post.type != "Note") write_group(html, txn, home, post);
  write_question(html, txn, home, view);
  write_text(html, home, post, view.now);
  if (!post.quote.empty()) write_quote(html, txn, home, view);
  write_footer(html, txn, home, view);
  html.close();
}

std::string excerpt_of(const Post& post, size_t most) {
  std::string text = !post.summary.empty() ? post.summary
                     : !post.title.empty() ? post.title
                                           : text_of_html(post.content);
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  if (text.size() <= most) return text;
  size_t end = 0;
  while (end < most) {
    const size_t length = utf8_length(std::string_view(text).substr(end));
    if (length == 0 || end + length > most) break;
    end += length;
  }
  return text.substr(0, end) + "…";
}

}  // namespace hallway
