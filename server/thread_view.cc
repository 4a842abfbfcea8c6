#include "server/thread_view.h"

#include <algorithm>

#include "server/node.h"
#include "server/post_view.h"

namespace hallway {
namespace {

constexpr size_t kPostsAPage = 100;

void write_elsewhere(Html& html, const SeenThread& thread) {
  if (thread.replies == 0 && thread.gaps.more.empty()) return;
  html.open("p", {{"class", "meta known"}});
  html.text(std::to_string(thread.replies) +
            (thread.replies == 1 ? " reply known here" : " replies known here"));
  for (const auto& there : thread.gaps.more) {
    html.text(", " + std::to_string(there.replies) + " more at ");
    html.open("a", {{"href", there.page.text()}, {"rel", "nofollow noopener"}});
    html.element("bdi", {}, there.domain).close();
  }
  html.text(".").close();
}

void write_missing_parent(Html& html, const Post& post) {
  if (post.parent || post.in_reply_to.empty()) return;
  html.open("p", {{"class", "meta missing"}}).text("This answers ");
  html.open("a", {{"href", post.in_reply_to.text()}, {"rel", "nofollow noopener"}});
  html.text("a post at ").element("bdi", {}, post.in_reply_to.domain().text()).close();
  html.text(" that is not known here.").close();
}

void write_pages(Html& html, const ThreadView& view, size_t page, size_t pages) {
  if (pages < 2) return;
  const auto at = [&](size_t number) {
    return view.address + "?page=" + std::to_string(number + 1);
  };
  html.open("nav", {{"class", "more"}, {"aria-label", "Pages of this thread"}});
  if (page > 0) {
    html.open("a", {{"href", at(page - 1)}, {"rel", "prev"}})
        .text("Earlier in this thread")
        .close();
  }
  html.element("span", {}, "Page " + std::to_string(page + 1) + " of " + std::to_string(pages));
  if (page + 1 < pages) {
    html.open("a", {{"href", at(page + 1)}, {"rel", "next"}}).text("Later in this thread").close();
  }
  html.close();
}

size_t page_to_show(const ThreadView& view, const std::vector<Post>& posts, size_t pages) {
  if (view.page) return std::min(std::max<size_t>(*view.page, 1), pages) - 1;
  const auto here = std::ranges::find(posts, view.post.id, &Post::id);
  return static_cast<size_t>(here - posts.begin()) / kPostsAPage;
}

}  // namespace

SeenThread seen_thread(const ReadTxn& txn, const Home& home, const Post& post,
                       const Destination& viewer) {
  SeenThread thread;
  for (const Id id : find_thread(txn, post.context, kMostOfThread)) {
    auto one = find_post(txn, id);
    if (!one) continue;
    if (one->parent) thread.answers[one->parent].push_back(id);
    if (!may_flow(txn, home, *one, viewer)) continue;
    if (id != post.context && !one->gone) ++thread.replies;
    thread.posts.push_back(std::move(*one));
  }
  if (std::ranges::find(thread.posts, post.id, &Post::id) == thread.posts.end()) {
    thread.posts.push_back(post);
  }
  thread.gaps = gaps_of(txn, thread.posts);
  return thread;
}

void write_thread(Html& html, const ReadTxn& txn, const Home& home, const ThreadView& view) {
  const auto thread = seen_thread(txn, home, view.post, Destination::anybody());
  const auto& posts = thread.posts;
  const size_t pages = (posts.size() + kPostsAPage - 1) / kPostsAPage;
  const size_t page = page_to_show(view, posts, pages);
  write_elsewhere(html, thread);
  html.open("ol", {{"class", "thread"}, {"start", std::to_string(page * kPostsAPage + 1)}});
  const size_t end = std::min(posts.size(), (page + 1) * kPostsAPage);
  for (size_t i = page * kPostsAPage; i < end; ++i) {
    const auto author = find_actor(txn, posts[i].author);
    if (!author) continue;
    const bool here = posts[i].id == view.post.id;
    html.open("li", {{here ? "aria-current" : "", "true"}});
    write_missing_parent(html, posts[i]);
    write_post(html, txn, home,
               {.post = posts[i], .author = *author, .now = view.now, .here = here});
    html.close();
  }
  html.close();
  write_pages(html, view, page, pages);
}

void look_for_more(Node& node, const Post& post) {
  const auto now = node.now();
  {
    const auto txn = node.read();
    if (!txn || !is_thread_due(*txn, post, now)) return;
  }
  node.writer().submit([&home = node.home(), id = post.id,
                        now](WriteTxn& txn) { return ask_for_thread(txn, home, id, now); },
                       // Not asked for (the disk is full): the next who looks asks.
                       [](const Result<void>&) {});
}

}  // namespace hallway
