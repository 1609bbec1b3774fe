/** The listeners over real sockets, with the ports behind them in memory. */
@NullMarked
package posthorn.ingress.net;

import org.jspecify.annotations.NullMarked;
