#pragma once
// What everybody may find: the public posts of this node, of all that it knows, or of a hashtag.
// Each is asked of policy; whoever reads sees nothing of those whom they muted.

#include <string>
#include <vector>

#include "federation/timeline.h"
#include "storage/questions.h"

namespace hallway {

struct Selection {
  enum class Origin { anywhere, here, elsewhere };
  Origin origin = Origin::anywhere;
  bool with_media = false;  // only posts with something attached
  // Normalized tags: a post of a tag timeline has one of `any`; it has each of `all`, and no
  // `none`.
  std::vector<std::string> any, all, none;
};

// Without replies, but for those of people to themselves. Looks at no more than some thousand posts
// that do not belong, so a page may be shorter than what there is.
std::vector<TimelineItem> public_timeline(const ReadTxn& txn, const Home& home,
                                          const Destination& viewer, const Selection& selection,
                                          const Window& window);
// Posts with one of the selection's `any`, replies too.
std::vector<TimelineItem> tag_timeline(const ReadTxn& txn, const Home& home,
                                       const Destination& viewer, const Selection& selection,
                                       const Window& window);

// Posts that lead to a page, replies too. `address` as page_address (federation/page_links.h).
struct LinkPage {
  const std::string& address;
  Window window;
};
std::vector<TimelineItem> link_timeline(const ReadTxn& txn, const Home& home,
                                        const Destination& viewer, const Selection& selection,
                                        const LinkPage& page);

// Questions, replies too: those that wait for an answer, or those that have one.
struct QuestionPage {
  QuestionState state = QuestionState::open;
  std::string tag;  // normalized; empty: whatever they are about
  Window window;
};
std::vector<TimelineItem> question_timeline(const ReadTxn& txn, const Home& home,
                                            const Destination& viewer, const QuestionPage& page);
// Those that wait and were shown to `person` as one who may know (storage/asked.h).
std::vector<TimelineItem> asked_timeline(const ReadTxn& txn, const Home& home, Id person,
                                         const Window& window);

// Whether `post` stands in the one or the other: what is told of it as it comes in.
bool is_in_public(const ReadTxn& txn, const Home& home, const Destination& viewer,
                  const Selection& selection, const Post& post);
bool is_in_tag(const ReadTxn& txn, const Home& home, const Destination& viewer,
               const Selection& selection, const Post& post);

}  // namespace hallway
