package posthorn.frontend.api;

import java.util.List;
import posthorn.frontend.store.SearchCriterion;
import posthorn.protocol.wire.HeaderSearch;
import posthorn.protocol.wire.SearchKey;
import posthorn.protocol.wire.SearchKeys;
import posthorn.protocol.wire.UidSet;

/** Search criteria of the port as keys on the wire. */
final class WireSearch {
    private WireSearch() {}

    static SearchKey encode(SearchCriterion criterion) {
        SearchKey.Builder out = SearchKey.newBuilder();
        switch (criterion) {
            case SearchCriterion.AllOf(List<SearchCriterion> criteria) ->
                    out.setAllOf(encode(criteria));
            case SearchCriterion.AnyOf(List<SearchCriterion> criteria) ->
                    out.setAnyOf(encode(criteria));
            case SearchCriterion.Not(SearchCriterion not) -> out.setNot(encode(not));
            case SearchCriterion.Uids(posthorn.frontend.store.UidSet uids) ->
                    out.setUids(UidSet.newBuilder().addAllRanges(WireCommands.encode(uids)));
            case SearchCriterion.Flag(String flag) -> out.setFlag(flag);
            case SearchCriterion.Larger(long octets) -> out.setLarger(octets);
            case SearchCriterion.Smaller(long octets) -> out.setSmaller(octets);
            case SearchCriterion.Day day -> day(out, day);
            case SearchCriterion.Envelope(String field, String text) ->
                    out.setHeader(HeaderSearch.newBuilder().setName(field).setValue(text));
            case SearchCriterion.Header(String name, String text) ->
                    out.setHeader(
                            HeaderSearch.newBuilder()
                                    .setName(name)
                                    .setValue(text)
                                    .setFieldText(true));
            case SearchCriterion.Body(String text) -> out.setBody(text);
            case SearchCriterion.Text(String text) -> out.setText(text);
            case SearchCriterion.ModSeq(long atLeast) -> out.setModSeq(atLeast);
        }
        return out.build();
    }

    private static SearchKeys encode(List<SearchCriterion> criteria) {
        SearchKeys.Builder keys = SearchKeys.newBuilder();
        criteria.forEach(criterion -> keys.addKeys(encode(criterion)));
        return keys.build();
    }

    private static void day(SearchKey.Builder out, SearchCriterion.Day day) {
        String text = day.day().toString();
        switch (day.relation()) {
            case BEFORE -> {
                if (day.sent()) {
                    out.setSentBefore(text);
                } else {
                    out.setBefore(text);
                }
            }
            case ON -> {
                if (day.sent()) {
                    out.setSentOn(text);
                } else {
                    out.setOn(text);
                }
            }
            case SINCE -> {
                if (day.sent()) {
                    out.setSentSince(text);
                } else {
                    out.setSince(text);
                }
            }
        }
    }
}
