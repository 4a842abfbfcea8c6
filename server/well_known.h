#pragma once
// How others find people here and learn what this node is: WebFinger (RFC 7033), host-meta
// (RFC 6415) and NodeInfo (FEP-0151).

#include "server/routes.h"

namespace hallway {

// Answers for acct: URIs, ids and page addresses of our actors, always with the canonical subject.
// 400 where it is not asked properly, 404 for everybody who is not ours.
Result<Response> webfinger(Node& node, const Call& call);

Result<Response> host_meta(Node& node, const Call& call);  // XRD
Result<Response> host_meta_as_json(Node& node, const Call& call);

Result<Response> nodeinfo_links(Node& node, const Call& call);
Result<Response> nodeinfo_document(Node& node, const Call& call);  // {version}: "2.0" or "2.1"

}  // namespace hallway
