// Microsoft's JavaScript client against a server over HTTPS whose accounts have everything that can be configured.
// Environment beside the client's: PLAIN_ENDPOINT of an account that keeps no versions, WEB of the account's website.
import "./whole/append-blobs.mjs";
import "./whole/copies.mjs";
import "./whole/encryption.mjs";
import "./whole/immutability.mjs";
import "./whole/leases.mjs";
import "./whole/page-blobs.mjs";
import "./whole/queries.mjs";
import "./whole/service.mjs";
import "./whole/tags-and-batches.mjs";
import "./whole/tiers.mjs";
import "./whole/versions.mjs";
