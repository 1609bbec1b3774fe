package posthorn.e2e.journey;

import posthorn.e2e.site.Site;

class MessageJourneyStandaloneTest implements MessageJourney {

    @Override
    public Site site() {
        return Site.standalone();
    }
}
