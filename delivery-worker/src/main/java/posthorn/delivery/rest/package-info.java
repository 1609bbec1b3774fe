/**
 * What operators ask and wish: queue, sites, traces, reports. Below {@code /worker/v1} and for
 * {@code mailbox-api} alone, which serves it below {@code /v1} to those who may ask.
 */
@NullMarked
package posthorn.delivery.rest;

import org.jspecify.annotations.NullMarked;
