/** In the order of how often they are used, the most frequent first. */
export const english = `the to and of a in is it you that for we on have not with this be are as can our from at please was but
will or my has they if an your there when all me which do no so would been were by what now still any since after only one
get also time up new into out then same some their them could see just need how about work today again before more than
account order invoice system error page customer user login screen file number message printer password working email
system help thanks problem tried change department office phone team server update report update address open close send
received month week morning yesterday delivery payment contract request access group folder network connection computer
version calendar meeting list button click window browser restart install license monitor keyboard cable warehouse
stock supplier shipping label refund amount balance bank transfer date missing wrong broken slow blocked locked expired
urgent colleague manager training schedule overview template attachment picture document signature backup export import
filter search result settings profile language mobile tablet application service provider support ticket question answer
solution reason example possible available correct different several already always never sometimes usually however
because while until without between during together everything nothing somebody another first last next previous old big
small good best better quick easy difficult important necessary automatic manual internal external public private`
