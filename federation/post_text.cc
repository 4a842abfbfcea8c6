#include "federation/post_text.h"

#include <algorithm>

#include "federation/addressing.h"
#include "federation/compose.h"
#include "federation/html.h"
#include "federation/page_links.h"
#include "storage/own_emojis.h"

namespace hallway {
namespace {

// What servers that know no quotes show of one; others know it by its class and hide it.
std::string quote_fallback(const ReadTxn& txn, const Post& post) {
  if (post.quote.empty()) return {};
  const auto quoted = find_post(txn, post.quote);
  const auto& page = quoted && !quoted->url.empty() ? quoted->url : post.quote;
  return sanitize_html("<p class=\"quote-inline\">RE: <a href=\"" + escape_html(page.text()) +
                       "\">" + escape_html(page.text()) + "</a></p>");
}

// Text, mentions and tags of a post from what was typed.
void write_text(const Local& local, Post& post, std::string_view text,
                const std::vector<ResolvedMention>& mentions) {
  const auto resolved = [&](const Handle& handle) -> std::optional<Actor> {
    const auto found = std::ranges::find(mentions, handle, &ResolvedMention::written);
    return found == mentions.end() ? std::nullopt : find_actor(local.txn, found->actor);
  };
  auto composed = compose(text, {.page_of = [&](const Handle& handle) -> std::optional<Iri> {
                                   const auto actor = resolved(handle);
                                   if (!actor) return std::nullopt;
                                   return actor->url.empty() ? actor->iri : actor->url;
                                 },
                                 .tags = local.home.at("tags/")});
  post.source = text;
  post.content = quote_fallback(local.txn, post) + composed.html;
  post.tags = std::move(composed.hashtags);
  post.mentions.clear();
  for (const auto& handle : composed.mentions) {
    const auto actor = resolved(handle);
    if (actor) post.mentions.push_back({actor->iri, "@" + actor->handle()});
  }
}

void write_as_given(const Local& local, Post& post, std::string_view source,
                    const Written& written) {
  post.source = source;
  post.content = quote_fallback(local.txn, post) + sanitize_html(written.html);
  post.tags = written.tags;
  post.mentions = written.mentions;
  if (written.title) post.title = *written.title;
}

// The node's own emojis that stand anywhere in what it says.
std::vector<Emoji> emojis_in_post(const ReadTxn& txn, const Post& post) {
  std::vector<std::string_view> texts = {post.title, post.summary, post.content};
  if (post.poll) {
    for (const auto& option : post.poll->options) texts.emplace_back(option.title);
  }
  return own_emojis_in(txn, texts);
}

// Whom the text names hears of it, whoever else it is for.
void add_mentioned(Post& post) {
  for (const auto& mention : post.mentions) {
    const auto& iri = mention.iri.text();
    const auto names = [&](const auto& list) { return std::ranges::find(list, iri) != list.end(); };
    if (names(post.to) || names(post.cc) || names(post.blind)) continue;
    (post.visibility == Visibility::direct ? post.to : post.cc).push_back(iri);
  }
}

}  // namespace

void put_down(const Local& local, Post& post, const NewPost& fresh,
              const std::optional<Actor>& answered) {
  if (fresh.written) {
    write_as_given(local, post, fresh.text, *fresh.written);
  } else {
    write_text(local, post, fresh.text, fresh.mentions);
  }
  post.links = page_links(post);
  post.emojis = emojis_in_post(local.txn, post);
  if (!fresh.audience) return address(local.actor, post, answered);
  post.to = fresh.audience->to;
  post.cc = fresh.audience->cc;
  post.blind = fresh.audience->blind;
  if (!fresh.written) add_mentioned(post);
}

void put_down(const Local& local, Post& post, const PostEdit& edit) {
  if (edit.written) {
    write_as_given(local, post, edit.text, *edit.written);
  } else {
    write_text(local, post, edit.text, edit.mentions);
  }
  post.links = page_links(post);
  post.emojis = emojis_in_post(local.txn, post);
  if (edit.keeps_audience) {
    add_mentioned(post);
  } else {
    const auto parent = post.parent ? find_post(local.txn, post.parent) : std::nullopt;
    address(local.actor, post, parent ? find_actor(local.txn, parent->author) : std::nullopt);
  }
}

}  // namespace hallway
