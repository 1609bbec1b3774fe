/**
 * What all HTTP resources of the services share: who guards them, what an error looks like (RFC
 * 9457), how lists come in pages, and how a resource is changed only as somebody saw it.
 */
@NullMarked
package posthorn.runtime.http;

import org.jspecify.annotations.NullMarked;
