#pragma once
// /api/v2/filters: what the caller does not want to see, or only after a warning. Only their
// programs act on it: a post says by which of its reader's filters it is met, and none is left out
// here.

#include "server/api.h"
#include "server/api/entities.h"
#include "server/routes.h"
#include "storage/filters.h"

namespace hallway::api {

// Which of the viewer's filters a post meets.
Json filtered_json(const View& view, const Post& post);

Result<Response> list_filters_v2(Node& node, const Call& call);
Result<Response> show_filter(Node& node, const Call& call);  // /filters/{id}, and so below
Result<Response> make_filter(Node& node, const Call& call);
Result<Response> change_filter(Node& node, const Call& call);
Result<Response> delete_filter(Node& node, const Call& call);

// --- For the parts of filters, and for version 1 ---------------------------------------------

// The contexts that "context" names, as bits. Errors: invalid (none, or an unknown one).
Result<uint8_t> filter_contexts_in(const Params& params);
Json filter_contexts_json(uint8_t contexts);
// When "expires_in" says; none where it is absent, 0 where it is empty. Errors: invalid.
Result<std::optional<Time>> filter_end_in(const Params& params, Time now);
Json keyword_json(const FilterKeyword& keyword);
Json filter_post_json(const FilterPost& one);
// Changes a filter of the caller's by `change`, which may run twice. Errors: not_found, and what it
// says.
using FilterChange = std::function<Result<void>(Filter&)>;
Result<Filter> change_own_filter(Node& node, const Caller& caller, Id filter,
                                 const FilterChange& change);
// For whoever has changed some of them: `owner`'s programs that listen ask for them again.
void tell_filters_changed(Node& node, Id owner);
inline constexpr size_t kLongestFilterText = 255;

}  // namespace hallway::api
