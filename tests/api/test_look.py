from tests.api.conftest import *
import json
def test_look(served):
    for p,k,q in [("/v1/questions","planner",{}),("/v1/questions/units","planner",dict(limit=2)),("/v1/questions/tenancies","steward",dict(limit=2)),("/v1/places",None,{}),
      ("/v1/coverage","planner",dict(limit=2,uncovered="true",explain="true")),("/v1/coverage/rates",None,{"limit":3}),("/v1/coverage/counts",None,{"limit":3}),("/v1/loads","steward",{}),("/health",None,{}),
      ("/v1/questions/units","revoked",{}),("/v1/questions/units",None,{}),("/v1/questions/units","planner",dict(scope="王小明")),("/v1/questions/units","planner",dict(limit="王",as_of="1",foo=1)),("/v1/nope",None,{}),("/v1/questions/nope",None,{}),
      ("/v1/questions/units","area",dict(scope="乙社区")),("/v1/questions/organisation_chain","area",dict(building="x")),("/v1/questions/units","steward",dict(format="csv",limit=9)),("/",None,{}),("/docs",None,{})]:
        r=served.get(p,k,**q)
        print(p,k,q,r.status_code,dict(r.headers)); print(r.text[:1800]); print()
    r=served.get("/v1/questions/units","planner",limit=1).json()["rows"][0]["id"]
    print(r, served.get(f"/v1/sources/{r}").text, served.get(f"/v1/sources/{r}","area").text)
